using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>The English verbs whose forms no rule connects.</summary>
internal static class IrregularVerbs
{
    // Forms, and behind the colon the verb. Left out are forms that are more often other words: "left", "found", "saw", "wound".
    private static readonly FrozenDictionary<string, string> Bases = """
        ate eaten:eat, beaten:beat, became:become, began begun:begin, bent:bend, bitten bit:bite, bled:bleed, blew blown:blow,
        broke broken:break, brought:bring, built:build, burnt:burn, bought:buy, caught:catch, chose chosen:choose, crept:creep,
        dealt:deal, dug:dig, drew drawn:draw, dreamt:dream, drank drunk:drink, drove driven:drive, fell fallen:fall, fed:feed,
        felt:feel, fought:fight, flew flown:fly, forbade forbidden:forbid, forgot forgotten:forget, forgave forgiven:forgive,
        froze frozen:freeze, gave given:give, grew grown:grow, heard:hear, hid hidden:hide, held:hold, kept:keep, knew known:know,
        knelt:kneel, laid:lay, led:lead, learnt:learn, lent:lend, lit:light, lost:lose, made:make, meant:mean, met:meet, paid:pay,
        quit quitted:quit, ridden rode:ride, rang rung:ring, risen rose:rise, ran:run, sang sung:sing, sank sunk:sink, sat:sit,
        seen:see, sold:sell, sent:send, sewn sewed:sew, shook shaken:shake, shone:shine, shot:shoot, showed shown:show, slept:sleep,
        slid:slide, sought:seek, spoke spoken:speak, spelt:spell, spent:spend, spilt:spill, spun:spin, spread:spread, sprang:spring,
        stood:stand, stole stolen:steal, stuck:stick, struck:strike, swore sworn:swear, swept:sweep, swam swum:swim, swung:swing,
        taken took:take, taught:teach, tore torn:tear, told:tell, thought:think, threw thrown:throw, understood:understand,
        woke woken:wake, wore worn:wear, wove woven:weave, wept:weep, won:win, withdrew withdrawn:withdraw, written wrote:write,
        children:child, wives:wife, lives:live, mice:mouse, teeth:tooth, feet:foot, people:person, men:man, women:woman
        """
        .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => entry.Split(':'))
        .SelectMany(entry => entry[0].Split(' ').Select(form => (Form: form, Base: entry[1])))
        .ToFrozenDictionary(pair => pair.Form, pair => pair.Base, StringComparer.Ordinal);

    /// <summary>The verb of a form, or the word itself.</summary>
    public static string BaseOf(string word) => Bases.GetValueOrDefault(word, word);
}
