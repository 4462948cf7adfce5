namespace DigitalTwin.LocalHost.Commands;

/// <summary>What <c>--help</c> says.</summary>
internal static class HelpText
{
    public const string Usage =
        """
        A person's AI twin on this machine.

        Usage: [command] [options] [--Section:Key=value ...]

        Commands:
          serve                       Runs the twin until Ctrl+C. What is done without a command.
          health                      Asks the twin that runs here whether it is up. The exit code is 0 if it is, else 1.
          console                     Says the address of your console; until you claim it, with your key behind the #.
          backup FILE                 Writes all that the data folder holds into a ZIP archive, also while the twin runs.
          ask "QUESTION"              Asks the twin: the one that runs here, else one that is started for the answer.
          import FILE                 Makes a draft of a persona of a CV (JSON Resume, Word, PDF, Markdown, text), on standard output.
          persona check FILE          Says what a persona file answers, what is not read, what is private. The exit code is 0 if all
                                      that it suggests is answered, and nothing is left out.
          eval FILE                   Asks a persona the cases of a file and judges its replies. The exit code is 0 if all are right.
          storage check               Reads the whole database and says what is wrong with it. The exit code is 0 if nothing is.
          storage repair              Takes what cannot be read out of conversations; the twin must not run meanwhile.
          help                        Says this.

        Options:
          --persona FILE              The persona, a Markdown or text file. Short for --Persona:Path=FILE.
          --urls ADDRESS              Where to listen: http://localhost:7071 unless set.
          --report FILE               With eval: where to write what came of it, as one HTML file.
          -h, --help                  Says this.

        The settings used most:
          --Storage:Path=FOLDER       The data folder: .data unless set.
          --Model:Provider=NAME       offline (no model, as unless set), openai, azure or anthropic.
          --Model:Name=NAME           The model, or the deployment on Azure.
          --Model:Endpoint=ADDRESS    The model's endpoint: OpenAI's unless set.
          --Access:Origins=ORIGINS    The websites that may call, with commas between them.

        Each setting can be an environment variable instead: Model__Name for Model:Name. Secrets are
        environment variables: MODEL_API_KEY, MODEL_FALLBACK_API_KEY, OWNER_KEY, TICKET_SIGNING_KEY,
        SIGN_IN_KEY, WEBHOOK_KEY, OIDC_CLIENT_SECRET, SMTP_PASSWORD.

        All settings are in README.md, the HTTP API in docs/api.md and at /docs on the twin that runs.
        """;
}
