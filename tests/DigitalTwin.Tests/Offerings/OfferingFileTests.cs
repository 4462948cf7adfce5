using System.Text;
using DigitalTwin.Offerings.Files;

namespace DigitalTwin.Tests.Offerings;

/// <summary>Files of offerings as people write and export them, and what is said of those that are wrong.</summary>
public sealed class OfferingFileTests
{
    private const string ArrayOfOne = """
        [{"id":"lesson","title":"A lesson","price":2.50,"tags":["a","b"],"details":{"level":"beginner"},"description":"One hour."}]
        """;

    private const string ShopOfOne = """
        {"products":[{"id":"lesson","name":"A lesson","price":"2.50","tags":"a, b","level":"beginner","description":"One hour."}]}
        """;

    [Theory]
    [InlineData("lesson.md", "---\ntitle: A lesson\nprice: 2.50\ntags: [a, b]\ndetails:\n  level: beginner\n---\nOne hour.\n")]
    [InlineData("shop.csv", "id,title,price,tags,level,description\nlesson,A lesson,2.50,\"a, b\",beginner,One hour.\n")]
    [InlineData("shop.csv", "\uFEFFid;Title;PRICE;tags;level;description\r\nlesson;A lesson;2.50;a, b;beginner;One hour.\r\n\r\n")]
    [InlineData("shop.json", ArrayOfOne)]
    [InlineData("shop.json", ShopOfOne)]
    public void The_same_thing_is_read_of_every_kind_of_file(string name, string text)
    {
        var offering = OfferingFile.Read(name, Encoding.UTF8.GetBytes(text)).ShouldHaveSingleItem();
        (offering.Id, offering.Title, offering.Price, offering.Description).ShouldBe(("lesson", "A lesson", 2.5m, "One hour."));
        offering.Tags.ShouldBe(["a", "b"]);
        offering.Details["level"].ShouldBe("beginner");
        offering.Available.ShouldBeTrue();
    }

    [Theory]
    [InlineData("a.md", "No fields here.", "no fields")]
    [InlineData("a.md", "---\ntitle: [\n---\n", "Line")]
    [InlineData("a.md", "---\nkind: lesson\n---\n", "no 'title'")]
    [InlineData("a.csv", "title,price\nA,cheap\n", "Row 2: 'price'")]
    [InlineData("a.csv", "title\nA,B\n", "Row 2 has more cells")]
    [InlineData("a.csv", "title\nA\nA\n", "two offerings with the id 'a'")]
    [InlineData("a.csv", "title,url\nA,javascript:alert(1)\n", "'url' is an http or https address")]
    [InlineData("a.json", "{", "no JSON")]
    [InlineData("a.json", "3", "no array")]
    [InlineData("a.json", """[{"title":"A","price":-1}]""", "'price'")]
    [InlineData("a.json", """[{"title":"A","available":"perhaps"}]""", "'available'")]
    public void What_is_wrong_is_said_with_its_place(string name, string text, string why)
        => Should.Throw<OfferingFormatException>(() => OfferingFile.Read(name, Encoding.UTF8.GetBytes(text))).Message.ShouldContain(why);

    [Theory]
    [InlineData("lesson.md", true)]
    [InlineData("shop-2.csv", true)]
    [InlineData("../persona/me.md", false)]
    [InlineData("Shop.csv", false)]
    [InlineData(".csv", false)]
    [InlineData("shop.exe", false)]
    public void Only_files_of_offerings_have_such_names(string name, bool isName) => OfferingFile.IsName(name).ShouldBe(isName);
}
