package io.lapwing.platform;

import io.lapwing.crypto.libc.Hardening;
import io.lapwing.service.Logs;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a process that serves says beside its log, to whom reads it: a program that reads JSON gets nothing else on standard
/// error.
record ServingVoice(Terminal terminal, boolean structured) {
    private static final System.Logger LOG = System.getLogger(ServingVoice.class.getName());

    /// For this process, which logs so from now on, and lets other processes see as little of it as can be.
    static ServingVoice prepared(Terminal terminal, PlatformConfig.LogConfig log) {
        var voice = new ServingVoice(terminal, log.format() == PlatformConfig.LogFormat.JSON);
        Logs.configure(
                format(log.format()),
                threshold(log.level()),
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        for (String missing : Hardening.apply().missing()) {
            voice.warn(missing);
        }
        return voice;
    }

    private static Logs.Format format(PlatformConfig.LogFormat format) {
        return switch (format) {
            case TEXT -> Logs.Format.TEXT;
            case JSON -> Logs.Format.JSON;
        };
    }

    private static Logs.Threshold threshold(System.Logger.Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> Logs.Threshold.DEBUG;
            case INFO -> Logs.Threshold.INFO;
            case WARNING -> Logs.Threshold.WARNING;
            case ERROR, OFF -> Logs.Threshold.ERROR;
        };
    }

    void note(String text) {
        if (structured) {
            LOG.log(System.Logger.Level.INFO, text);
        } else {
            terminal.note(text);
        }
    }

    void warn(String text) {
        if (structured) {
            LOG.log(System.Logger.Level.WARNING, text);
        } else {
            terminal.error("warning: " + text);
        }
    }

    /// Where people find a platform that serves, and what there is to know of it.
    void announce(Platform platform, Serving serving) {
        terminal.line("console " + serving.origin() + "/  (API below /api/v1)");
        serving.firstRun(platform.folder())
                .ifPresent(until ->
                        terminal.line(
                                "first run: open it and give the secret in "
                                        + platform.folder().firstRun()
                                        + ", before "
                                        + until));
        note("data folder " + platform.folder().root());
        note("vault: " + platform.vault().status().engine());
        platform.central().map(CentralHost::config).ifPresent(this::announce);
    }

    private void announce(CentralConfig central) {
        terminal.line(
                "trusted environment: %s, SF%d, keys in %s"
                        .formatted(
                                central.cell(),
                                central.spreadingFactor(),
                                central.tpm().map(tpm -> "the TPM " + tpm).orElse("the vault")));
        if (central.profile().insecure()) {
            warn(
                    "profile %s is insecure: attacks on it are known; it is for reproduction alone"
                            .formatted(central.profile().word()));
        }
    }
}
