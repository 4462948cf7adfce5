using DigitalTwin.Inbox;
using DigitalTwin.Models.Offline;

namespace DigitalTwin.Tests.Models.Offline;

/// <summary>What a visitor fills in who leaves a message.</summary>
public sealed class MessageFormTests
{
    [Theory]
    [InlineData("Name: Bob\nE-mail or phone: bob@example.org\nMessage: Call me.", "Bob/bob@example.org/Call me.")]
    [InlineData("Ihr Name: Bob\nE-Mail oder Telefon: 0361 000047\nNachricht: Ruf an.\nHeute.", "Bob/0361 000047/Ruf an.\nHeute.")]
    [InlineData("Bob\nbob@example.org\nCall me, please, as soon as you can.", "Bob/bob@example.org/Call me, please, as soon as you can.")]
    [InlineData("Bob", "Bob/-/-")]
    [InlineData("Name: Bob\nE-mail or phone: tom at mail\nMessage: Hi.", "Bob/-/Hi.")]
    public void An_answer_to_the_whole_form_is_taken_apart(string answer, string taken)
    {
        var form = new MessageForm();
        form.Take(answer, isWhole: true);
        string Of(string field, Func<string> value) => form.Missing.Contains(field) ? "-" : value();
        $"{Of("name", () => form.Name)}/{Of("contact", () => form.Contact)}/{Of("message", () => form.Message)}".ShouldBe(taken);
    }

    [Fact]
    public void What_is_no_contact_is_asked_for_again()
    {
        var form = new MessageForm();
        form.Take("Bob", isWhole: true);
        form.Take("tom at mail", isWhole: false);
        (form.IsContactWrong, form.Missing[0]).ShouldBe((true, "contact"));
        form.Take("bob@example.org", isWhole: false);
        form.Take("Call me.", isWhole: false);
        (form.IsContactWrong, form.Missing.Count, form.Message).ShouldBe((false, 0, "Call me."));
    }

    [Theory]
    [InlineData("bob@example.org", true)]
    [InlineData("Bob <bob.s@mail.example.co.uk>", true)]
    [InlineData("+49 (361) 00 00-47", true)]
    [InlineData("https://example.org/bob", true)]
    [InlineData("linkedin.com/in/bob", true)]
    [InlineData("???", false)]
    [InlineData("tom at mail", false)]
    [InlineData("tom@mail", false)]
    [InlineData("123", false)]
    [InlineData("ask my mother", false)]
    public void A_contact_is_an_address_or_a_number(string text, bool isContact) => ContactDetails.IsIn(text).ShouldBe(isContact);
}
