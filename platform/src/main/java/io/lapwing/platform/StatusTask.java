package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.kms.Lifecycle;
import io.lapwing.service.AuditLog;
import io.lapwing.vault.VaultStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/// `admin status`.
@Command(
        name = "status",
        description =
                "Show how the instance stands: vault, store, audit log, devices, certificates.",
        footer = {"", "@|bold Example|@", "  lapwing admin status --json"})
final class StatusTask extends AdminTask {
    private static final int MOST_NONCES_LOW = 1000;

    StatusTask(Context context) {
        super(context);
    }

    /// How the instance stands.
    ///
    /// @param noncesLow devices whose nonces run out, at most 1000
    record Status(
            String instance,
            String folder,
            VaultStatus vault,
            String store,
            Audit audit,
            Map<String, Long> devices,
            List<String> noncesLow,
            List<Ending> certificatesEnding) {}

    /// @param checkpoint the size of the newest signed head
    record Audit(String log, long epoch, long records, String root, Optional<Long> checkpoint) {}

    /// A certificate that ends within 30 days, or has ended.
    record Ending(String subject, String serial, String ends) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        Status status = status(platform);
        return answer(status, terminal -> write(status, terminal));
    }

    private static Status status(Platform platform) {
        AuditLog log = platform.store().audit();
        AuditLog.Head head = log.head();
        return new Status(
                platform.config().instance(),
                platform.folder().root().toString(),
                platform.vault().status(),
                Words.of(platform.config().store().engine()),
                new Audit(
                        log.name(),
                        platform.store().epoch(),
                        head.size(),
                        head.root().toHex(),
                        log.newestCheckpoint().map(checkpoint -> checkpoint.head().size())),
                devices(platform),
                platform.kms().nonceWatch().low(Optional.empty(), MOST_NONCES_LOW).stream()
                        .map(Device::devEui)
                        .map(Object::toString)
                        .toList(),
                ending(platform));
    }

    private static Map<String, Long> devices(Platform platform) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Lifecycle state : Lifecycle.values()) {
            counts.put(state.word(), platform.kms().search().count(state));
        }
        return counts;
    }

    private static List<Ending> ending(Platform platform) {
        return EndingCertificates.of(platform).stream()
                .map(certificate ->
                        new Ending(
                                certificate.getSubjectX500Principal().getName(),
                                IssuedCertificates.serial(certificate),
                                certificate.getNotAfter().toInstant().toString()))
                .toList();
    }

    private static void write(Status status, Terminal terminal) {
        terminal.heading("instance " + status.instance() + ", " + status.folder());
        VaultStatus vault = status.vault();
        row(terminal, "vault", vault.adapter() + ", " + vault.engine());
        row(terminal, "", vault.available() ? "available" : "not available: " + vault.detail());
        row(terminal, "", "vault key version " + vault.keyVersion());
        row(terminal, "", "memory: " + vault.protection().replaceFirst(":.*", ""));
        row(terminal, "store", status.store());
        Audit audit = status.audit();
        row(
                terminal,
                "audit log",
                "%s: %,d records, epoch %d%s"
                        .formatted(
                                audit.log(),
                                audit.records(),
                                audit.epoch(),
                                audit.checkpoint()
                                        .map(", signed up to %,d"::formatted)
                                        .orElse(", nothing signed yet")));
        row(terminal, "", audit.root());
        status.devices()
                .forEach((state, count) -> {
                    if (count > 0) {
                        row(terminal, "devices", "%,d %s".formatted(count, state));
                    }
                });
        if (!status.noncesLow().isEmpty()) {
            row(terminal, "nonces low", "%,d devices".formatted(status.noncesLow().size()));
            terminal.note("see: lapwing admin device list --nonces-low");
        }
        for (Ending ending : status.certificatesEnding()) {
            row(
                    terminal,
                    "ends soon",
                    ending.subject() + ", serial " + ending.serial() + ", " + ending.ends());
        }
    }

    private static void row(Terminal terminal, String name, String value) {
        terminal.line("  %-12s%s".formatted(name, value));
    }
}
