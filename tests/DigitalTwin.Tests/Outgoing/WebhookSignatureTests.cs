using System.Text;
using DigitalTwin.Outgoing;

namespace DigitalTwin.Tests.Outgoing;

public sealed class WebhookSignatureTests
{
    // The example of the specification's own libraries: https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries
    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_message_is_signed_as_the_specification_says(string secret)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
        var headers = WebhookSignature.HeadersOf(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, "{\"test\": 2432232314}"u8);
        headers["webhook-id"].ShouldBe("msg_p5jXN8AQM9LWM0D4loKWxJek");
        headers["webhook-timestamp"].ShouldBe("1614265330");
        headers["webhook-signature"].ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void One_byte_less_is_another_signature()
    {
        var (at, body) = (DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes("{}"));
        WebhookSignature.HeadersOf("AAAA", "m", at, body)["webhook-signature"]
            .ShouldNotBe(WebhookSignature.HeadersOf("AAAA", "m", at, body.AsSpan(0, 1))["webhook-signature"]);
    }
}
