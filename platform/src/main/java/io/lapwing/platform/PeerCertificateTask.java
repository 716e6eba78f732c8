package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import io.lapwing.kms.Actor;
import io.lapwing.service.Credentials;
import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `admin peer certificate`.
@Command(
        name = "certificate",
        description = {
            "Issue a client certificate: for a peer's own key (--csr), or with a new key (--key).",
            "",
            "Besides the peers' roles there is `monitor`, which may read /metrics and nothing else."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  lapwing admin peer certificate network-server acme --csr acme.csr --out acme.pem",
            "  lapwing admin peer certificate monitor prometheus --key prom.key --out prom.pem"
        })
final class PeerCertificateTask extends AdminTask {
    private static final Set<String> ROLES =
            Set.of("network-server", "application-server", "monitor", "admin");

    @Parameters(
            index = "0",
            paramLabel = "ROLE",
            description = "network-server, application-server, monitor or admin.")
    private String role = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The name it states.")
    private String name = "";

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            description = "A certificate request (PKCS#10, PEM); only its key is taken.")
    private @Nullable Path csr;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Make a key, and write it to this new file (PKCS#8, mode 0600).")
    private @Nullable Path key;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the certificate goes, with the authority's after it: a new file.")
    private Path out = Path.of("");

    PeerCertificateTask(Context context) {
        super(context);
    }

    /// What was issued.
    record Issued(
            String identity,
            String serial,
            String ends,
            String certificate,
            Optional<String> key) {}

    @Override
    ExitCode run(Platform platform, Actor actor) {
        if (!ROLES.contains(role)) {
            throw Fault.badInput(
                    "role " + role + ": want network-server, application-server, monitor or admin");
        }
        PeerIdentity identity = new PeerIdentity(role, name);
        Path target = requireNew(file(out));
        X509Certificate made = issue(new CertificateIssuer(platform), actor, identity);
        Pem.writeCertificates(target, List.of(made, platform.pki().authority()));
        Issued issued =
                new Issued(
                        identity.toString(),
                        IssuedCertificates.serial(made),
                        made.getNotAfter().toInstant().toString(),
                        target.toString(),
                        Optional.ofNullable(key).map(named -> file(named).toString()));
        return answer(
                issued,
                terminal ->
                        terminal.line(
                                "certificate of %s, serial %s, until %s: %s"
                                        .formatted(
                                                issued.identity(),
                                                issued.serial(),
                                                issued.ends(),
                                                issued.certificate())));
    }

    private X509Certificate issue(CertificateIssuer issuer, Actor actor, PeerIdentity identity) {
        Path request = csr;
        Path newKey = key;
        if (request != null && newKey == null) {
            return issuer.sign(actor, identity, text(Optional.of(request)));
        }
        if (request == null && newKey != null) {
            Path keyFile = requireNew(file(newKey));
            Credentials made = issuer.make(actor, identity);
            Pem.writeKey(keyFile, made);
            return made.certificate();
        }
        throw Fault.badInput("--csr FILE or --key FILE: want one of them");
    }

    private static Path requireNew(Path file) {
        if (Files.exists(file)) {
            throw new Fault(Fault.Kind.CONFLICT, file + " exists: name a new file");
        }
        return file;
    }
}
