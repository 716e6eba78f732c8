package io.lapwing.platform;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes the completion script of a shell.
@Command(
        name = "completion",
        description = "Write the completion script of a shell: bash or zsh.",
        footer = {
            "",
            "@|bold Examples|@",
            "  . <(./lapwing completion bash)                          # for this bash",
            "  ./lapwing completion bash > ~/.local/share/bash-completion/completions/lapwing",
            "  ./lapwing completion zsh > ~/.lapwing-completion        # then source it in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Context context;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "bash|zsh", description = "Whose script.")
    private Script shell = Script.BASH;

    CompletionCommand(Context context) {
        this.context = context;
    }

    /// A shell that can complete.
    enum Script {
        BASH,
        /// Reads bash's script through bashcompinit, which the script itself loads.
        ZSH
    }

    @Override
    public Integer call() {
        Terminal terminal = context.terminal();
        if (shell == Script.ZSH) {
            terminal.line("autoload -U +X compinit && compinit");
        }
        terminal.line(AutoComplete.bash("lapwing", spec.root().commandLine()));
        return ExitCode.DONE.number();
    }
}
