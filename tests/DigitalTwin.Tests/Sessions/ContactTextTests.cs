using DigitalTwin.Sessions;

namespace DigitalTwin.Tests.Sessions;

/// <summary>Whom an erasure finds by a contact, and whom it must not.</summary>
public sealed class ContactTextTests
{
    [Theory]
    [InlineData("bob@x.example", "Write to BOB@x.example.", true)]
    [InlineData("bob@x.example", "<bob@x.example>, please", true)]
    [InlineData("bob@x.example", "jimbob@x.example", false)]
    [InlineData("bob@x.example", "jim.bob@x.example", false)]
    [InlineData("bob@x.example", "bob@x.example.com", false)]
    [InlineData("a@b.co", "mail qa@b.com please", false)]
    [InlineData("bob@x.example", "bob\u200B@x.example", true)]
    [InlineData("1234567", "invoice 12 of 2012, 34567 euros", false)]
    [InlineData("1234567", "order 91234567890", false)]
    [InlineData("1234567", "call 123 45-67", true)]
    [InlineData("0000000", "In 2000, 000 and 0 and 00", false)]
    [InlineData("+49 170 1234567", "0170 1234567", true)]
    [InlineData("+49 170 1234567", "(0170) 123-45-67 is mine", true)]
    [InlineData("00351912555017", "+351 912 555 017", true)]
    [InlineData("+351 912 555 017", "+351 912 555 018", false)]
    [InlineData("https://www.carol.example/me", "see carol.example/me", true)]
    [InlineData("carol.example/me", "https://www.carol.example/me/", true)]
    [InlineData("carol.example/me", "carol.example/meadow", false)]
    public void A_contact_is_found_as_it_is_written_and_not_in_another_one(string contact, string text, bool isThere)
        => new ContactText(contact).IsIn(text).ShouldBe(isThere);

    [Theory]
    [InlineData("bob@x.example", true)]
    [InlineData(" +49 170 1234567 ", true)]
    [InlineData("Bob bob@x.example", false)]
    [InlineData("call me: 170 555 666", false)]
    [InlineData("Bob", false)]
    public void It_is_one_contact_and_nothing_beside_it(string text, bool isOne) => ContactText.IsOne(text).ShouldBe(isOne);
}
