using DigitalTwin.Models.Offline;

namespace DigitalTwin.Tests.Models.Offline;

public sealed class SmallTalkTests
{
    [Theory]
    [InlineData("Hello!", SmallTalkIntent.Greeting)]
    [InlineData("hi Ada", SmallTalkIntent.Greeting)]
    [InlineData("Good morning, Ada Lovelace.", SmallTalkIntent.Greeting)]
    [InlineData("Hey there", SmallTalkIntent.Greeting)]
    [InlineData("Bonjour", SmallTalkIntent.Greeting)]
    [InlineData("Thanks a lot!", SmallTalkIntent.Thanks)]
    [InlineData("thank you for your time", SmallTalkIntent.Thanks)]
    [InlineData("ok", SmallTalkIntent.Thanks)]
    [InlineData("Bye!", SmallTalkIntent.Farewell)]
    [InlineData("see you later", SmallTalkIntent.Farewell)]
    [InlineData("How are you?", SmallTalkIntent.HowAreYou)]
    [InlineData("Hello, how are you today?", SmallTalkIntent.HowAreYou)]
    [InlineData("What can I ask?", SmallTalkIntent.Topics)]
    [InlineData("What can I ask you about?", SmallTalkIntent.Topics)]
    [InlineData("help", SmallTalkIntent.Topics)]
    [InlineData("Who are you?", SmallTalkIntent.WhoAreYou)]
    [InlineData("Are you an AI?", SmallTalkIntent.AreYouReal)]
    [InlineData("Is this a bot?", SmallTalkIntent.AreYouReal)]
    [InlineData("are you human", SmallTalkIntent.AreYouReal)]
    [InlineData("Am I talking to a real person?", SmallTalkIntent.AreYouReal)]
    [InlineData("Are you real or a robot?", SmallTalkIntent.AreYouReal)]
    [InlineData("Can a machine think?", SmallTalkIntent.None)]
    [InlineData("Tell me about yourself", SmallTalkIntent.WhoAreYou)]
    [InlineData("who is Ada Lovelace?", SmallTalkIntent.WhoAreYou)]
    [InlineData("Tell me more", SmallTalkIntent.More)]
    [InlineData("Why?", SmallTalkIntent.More)]
    [InlineData("Hello, what did you write?", SmallTalkIntent.None)]
    [InlineData("Who was your father?", SmallTalkIntent.None)]
    [InlineData("Are you an engineer?", SmallTalkIntent.None)]
    [InlineData("", SmallTalkIntent.None)]
    public void A_message_has_the_intent_of_its_whole(string message, object intent)
        => SmallTalk.Recognize(message, "Ada Lovelace").ShouldBe((SmallTalkIntent)intent);

    [Fact]
    public void No_message_takes_long_to_recognize() => Properties.ForAll(Properties.AnyText, text =>
    {
        var message = string.Concat(Enumerable.Repeat(text + " hi ", 50));
        Should.CompleteIn(() => SmallTalk.Recognize(message, "Ada"), TimeSpan.FromSeconds(5));
    }, 50);
}
