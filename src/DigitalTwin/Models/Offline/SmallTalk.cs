using System.Text.RegularExpressions;

namespace DigitalTwin.Models.Offline;

/// <summary>What people say to a chat that no fact answers.</summary>
internal enum SmallTalkIntent
{
    None,
    Greeting,
    Thanks,
    Farewell,
    HowAreYou,
    Topics,
    WhoAreYou,
    AreYouReal,
    More,
}

/// <summary>Recognizes small talk by plain rules; a message with a subject of its own is none.</summary>
internal static partial class SmallTalk
{
    /// <summary>The intent of the whole message; the persona's own name in it does not matter ("Hello Ada!").</summary>
    public static SmallTalkIntent Recognize(string message, string name)
    {
        var plain = Punctuation().Replace(message.ToLowerInvariant(), " ");
        var words = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = name.ToLowerInvariant().Split(' ');
        var text = string.Join(' ', words.Where(word => !names.Contains(word)));
        return text switch
        {
            _ when Greeting().IsMatch(text) => SmallTalkIntent.Greeting,
            _ when Thanks().IsMatch(text) => SmallTalkIntent.Thanks,
            _ when Farewell().IsMatch(text) => SmallTalkIntent.Farewell,
            _ when HowAreYou().IsMatch(text) => SmallTalkIntent.HowAreYou,
            _ when Topics().IsMatch(text) => SmallTalkIntent.Topics,
            _ when WhoAreYou().IsMatch(text) => SmallTalkIntent.WhoAreYou,
            _ when AreYouReal().IsMatch(text) => SmallTalkIntent.AreYouReal,
            _ when More().IsMatch(text) => SmallTalkIntent.More,
            _ => SmallTalkIntent.None,
        };
    }

    /// <summary>Whether the visitor wants to reach the person.</summary>
    public static bool AsksForContact(string message) => ContactWords().IsMatch(message);

    [GeneratedRegex(@"[^\p{L}\p{Nd}' ]+|(?<=\s)'|'(?=\s)")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"\A((well )?(hi|hello|hey|hiya|howdy|greetings|welcome|yo|good (day|morning|afternoon|evening)|nice to meet you|hallo|guten (tag|morgen|abend)|bonjour|salut|hola|ciao|你好)( there| you| again| everyone| all| and)?( |\z))+\z")]
    private static partial Regex Greeting();

    [GeneratedRegex(@"\A(ok(ay)? |great |cool |perfect |wonderful )?(many )?(thanks|thank you|thx|cheers|danke|merci|gracias)( very much| so much| a lot| again| for .{1,40}|, .*)?\z|\A(ok(ay)?|great|cool|perfect|wonderful|nice|i see|good|awesome|interesting|very interesting)\z")]
    private static partial Regex Thanks();

    [GeneratedRegex(@"\A(ok(ay)? )?(bye|bye bye|goodbye|good bye|farewell|see you( later| soon)?|cya|good night|have a (nice|good) (day|one|evening)|tschüss|au revoir|adios|adiós)\z")]
    private static partial Regex Farewell();

    [GeneratedRegex(@"\A((hi|hello|hey) )?(and )?(how are you( doing)?( today)?|how do you do|how's it going|how is it going|what's up|are you (well|ok|okay))\z")]
    private static partial Regex HowAreYou();

    [GeneratedRegex(@"\A(help( me)?|what (can|could|should|may|do) i ask( you)?( about)?|what (can|could) you (do|tell me|answer|talk about|help( me)? with)( for me| about)?|what do you know( about)?|what (topics|subjects)( .{1,40})?|what are you able to .{1,30}|(give me )?(some )?(suggestions|examples|topics))\z")]
    private static partial Regex Topics();

    [GeneratedRegex(@"\A(so )?(who are you( really)?|what are you|who is (this|that|speaking)|what is this|what's your name|what is your name|tell me (something )?about (yourself|you|your life)|introduce yourself|who am i (talking|speaking|chatting) (to|with)|about( you)?|who is( he| she)?|who was)\z")]
    private static partial Regex WhoAreYou();

    [GeneratedRegex(@"\A((so|wait|hello|hi|and) )?(are you|is this|is that|am i (talking|speaking|chatting|writing) (to|with)|you are|you're)( really| actually| just)?( a| an| the)?( real| actual| living)?( ai| a i| bot| chatbot| robot| machine| computer| program| human( being)?| person| real| alive| fake| gpt| chatgpt| language model| llm)( or( are you)?( a| an)?( real| actual| living)? (ai|bot|chatbot|robot|machine|computer|human( being)?|person|real))?\z")]
    private static partial Regex AreYouReal();

    [GeneratedRegex(@"\A((please )?(tell me more|more|go on|continue|and then|and|what else|say more|more please|why|why not|how so|really|elaborate|can you elaborate|can you tell me more|could you tell me more|tell me more about (it|that|this)|what do you mean|what happened (then|next)|explain( that| this| it)?( more)?)( please)?)\z")]
    private static partial Regex More();

    [GeneratedRegex(@"\b(contact|e-?mail|reach|phone|call you|hire|linkedin|address|get in touch|message you|write to you)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ContactWords();
}
