using DigitalTwin.Testing;
using DigitalTwin.Testing.Answers;

namespace DigitalTwin.Tests.Models.Offline;

/// <summary>What the twin without a model finds of what people wrote who did not know it, see docs/answers.md.</summary>
public sealed class BlindAnswerTests
{
    // Folder, least right answers of a hundred, most answers to a hundred questions that the file does not answer.
    [Theory]
    [InlineData("Answers", 52, 11)]
    [InlineData("Second", 52, 14)]
    [InlineData("HeldOut", 51, 18)]
    public void It_answers_what_it_did_when_it_was_measured(string folder, double right, double wrong)
    {
        var sets = AnswerSet.ReadAll(RepositoryFiles.PathOf("tests/DigitalTwin.Benchmarks/Answers")).Where(set => set.Folder == folder);
        var all = sets.SelectMany(AnswerMeasure.Run).ToList();
        var asked = all.Where(outcome => outcome.Question.Sentences.Count > 0).ToList();
        var none = all.Where(outcome => outcome.Question.Kind == "none").ToList();
        var correct = asked.Where(outcome => outcome.IsRight).ToList();
        (100.0 * correct.Count / asked.Count).ShouldBeGreaterThanOrEqualTo(right);
        (100.0 * none.Count(outcome => outcome.Says) / none.Count).ShouldBeLessThanOrEqualTo(wrong);
        (100.0 * correct.Count(outcome => outcome.Quotes) / correct.Count).ShouldBeGreaterThanOrEqualTo(90);
        correct.Average(outcome => outcome.Relevant).ShouldBeGreaterThanOrEqualTo(0.9);
        all.Where(outcome => outcome.Question.Kind == "smalltalk").ShouldAllBe(outcome => outcome.Reply.Length > 0);
    }
}
