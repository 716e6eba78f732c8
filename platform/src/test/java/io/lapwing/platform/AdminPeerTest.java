package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.service.PeerIdentity;
import io.lapwing.service.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPeerTest {
    @TempDir Path folder;
    private AdminWorld world;
    private Platform platform;

    @BeforeEach
    void open() {
        world = AdminWorld.in(folder);
        platform = world.open();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    private int admin(String... args) {
        return world.inside(platform, args);
    }

    @Test
    void sealsAKeyForThisVaultWithoutThePlatform() {
        admin("import-key", "--jwk");
        world.write("import.jwk", world.out());

        int sealed = world.runWith(AdminWorld.KEY + "\n", "seal", "--jwk", "import.jwk");
        String jwe = world.out().strip();
        world.write("ns.jwe", jwe);
        int imported = admin("receiver", "import", "network-server", "acme", "ns.jwe", "--json");

        assertThat(sealed).as(world.err()).isZero();
        assertThat(jwe.split("\\.")).hasSize(5);
        assertThat(imported).as(world.err()).isZero();
        assertThat(world.json().get("inUse")).hasToString("2");
    }

    @Test
    void refusesToSealWhatIsNoKeyAndDoesNotRepeatIt() {
        admin("import-key", "--jwk");
        world.write("import.jwk", world.out());
        String slip = AdminWorld.KEY.substring(1) + "X";

        int code = world.runWith(slip, "seal", "--jwk", "import.jwk");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(world.err()).contains("hexadecimal").doesNotContain(slip.substring(0, 8));
    }

    @Test
    void refusesAnImportKeyWhoseNameIsNotItsOwn() {
        admin("import-key", "--jwk");
        world.write("import.jwk", world.out().replaceFirst("\"kid\" : \"..", "\"kid\" : \"AA"));

        int code = world.runWith(AdminWorld.KEY, "seal", "--jwk", "import.jwk");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(world.err()).contains("thumbprint");
    }

    @Test
    void listsAndRetiresWrappingKeys() {
        int retired = admin("receiver", "retire", "network-server", "acme", "1", "--json");
        Map<?, ?> after = world.json();
        int again = admin("receiver", "retire", "network-server", "acme", "1");
        int listed = admin("receiver", "list");

        assertThat(retired).isZero();
        assertThat(after.containsKey("inUse")).isFalse();
        assertThat(again).isEqualTo(ExitCode.REFUSED.number());
        assertThat(listed).isZero();
        assertThat(world.out()).contains("1 retired").contains("as-1");
        assertThat(admin("receiver", "retire", "gardener", "acme", "1"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void entersAPeerOnceAndSwitchesIt() {
        int twice =
                admin(
                        "peer",
                        "add",
                        "network-server",
                        "acme",
                        "--net-id",
                        "000013",
                        "--join-eui",
                        "70B3D57ED0000000/40");
        int disabled = admin("peer", "disable", "network-server", "acme", "--json");
        Object enabled = world.json().get("enabled");
        int back = admin("peer", "enable", "network-server", "acme");
        int unknown = admin("peer", "enable", "application-server", "nobody");
        int without =
                admin("peer", "add", "network-server", "other", "--join-eui", "0000000000000000/0");
        admin("peer", "list", "--json");

        assertThat(twice).isEqualTo(ExitCode.REFUSED.number());
        assertThat(disabled).isZero();
        assertThat(enabled).isEqualTo(false);
        assertThat(back).isZero();
        assertThat(unknown).isEqualTo(ExitCode.REFUSED.number());
        assertThat(without).isEqualTo(ExitCode.USAGE.number());
        assertThat((List<?>) world.json().get("peers")).hasSize(1);
    }

    private int issue(String to) {
        return admin(
                "peer",
                "certificate",
                "network-server",
                "acme",
                "--key=acme.key",
                "--out=" + to,
                "--json");
    }

    @Test
    void issuesACertificateWithAKeyForTheOwnerAlone() throws IOException {
        int code = issue("acme.pem");
        Object serial = world.json().get("serial");
        X509Certificate made = Pem.certificates(folder.resolve("acme.pem")).getFirst();
        int over = issue("other.pem");

        assertThat(code).as(world.err()).isZero();
        assertThat(PeerIdentity.of(made).orElseThrow()).hasToString("network-server:acme");
        assertThat(Files.getPosixFilePermissions(folder.resolve("acme.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(serial).isEqualTo(IssuedCertificates.serial(made));
        assertThat(over).isEqualTo(ExitCode.REFUSED.number());
    }

    @Test
    void revokesOneCertificateOfAPeer() {
        issue("acme.pem");
        String serial = String.valueOf(world.json().get("serial"));
        X509Certificate made = Pem.certificates(folder.resolve("acme.pem")).getFirst();
        KmsPeers peers = new KmsPeers(platform.kms());
        boolean before = peers.revoked(made);

        int code = admin("peer", "revoke", "network-server", "acme", serial);

        assertThat(before).isFalse();
        assertThat(code).isZero();
        assertThat(peers.revoked(made)).isTrue();
    }

    @Test
    void trustsACertificateOfAnotherAuthorityUntilItIsToldNotTo(@TempDir Path elsewhere)
            throws Exception {
        X509Certificate foreign = new ForeignAuthority(elsewhere).issue("acme").certificate();
        Pem.writeCertificates(folder.resolve("foreign.pem"), List.of(foreign));

        int trusted =
                admin(
                        "peer",
                        "trust",
                        "network-server",
                        "acme",
                        "--certificate=foreign.pem",
                        "--json");
        String id = String.valueOf(world.json().get("id"));
        List<?> certificates = certificates();
        int removed = admin("peer", "distrust", "network-server", "acme", id, "--json");

        assertThat(trusted).as(world.err()).isZero();
        assertThat(certificates).hasSize(1);
        assertThat(removed).as(world.err()).isZero();
        assertThat(certificates()).isEmpty();
    }

    @Test
    void replacesForWhatAPeerMaySpeak() {
        int changed =
                admin(
                        "peer",
                        "change",
                        "network-server",
                        "acme",
                        "--net-id=000013",
                        "--net-id=000014",
                        "--join-eui=70B3D57ED0000000/40",
                        "--label=site=berlin");
        int shown = admin("peer", "show", "network-server", "acme");
        String text = world.out();
        int nothing = admin("peer", "change", "network-server", "acme", "--net-id=000013");
        int unknown =
                admin(
                        "peer",
                        "change",
                        "network-server",
                        "nobody",
                        "--net-id=000013",
                        "--join-eui=0000000000000000/0");

        assertThat(changed).as(world.err()).isZero();
        assertThat(shown).isZero();
        assertThat(text).contains("000013 000014", "70B3D57ED0000000/40", "site=berlin");
        assertThat(nothing).isEqualTo(ExitCode.USAGE.number());
        assertThat(unknown).isEqualTo(ExitCode.REFUSED.number());
    }

    private List<?> certificates() {
        admin("peer", "show", "network-server", "acme", "--json");
        if (world.json().get("certificates") instanceof List<?> list) {
            return list;
        }
        throw new AssertionError("no certificates in " + world.out());
    }

    @Test
    void refusesToTrustACertificateThatStatesAnIdentity() {
        issue("acme.pem");

        int code = admin("peer", "trust", "network-server", "acme", "--certificate=acme.pem");

        assertThat(code).isEqualTo(ExitCode.USAGE.number());
        assertThat(world.err()).contains("network-server:acme");
    }

    @Test
    void refusesACertificateForNoRoleOrFromNothing() {
        assertThat(admin("peer", "certificate", "gardener", "x", "--key", "k", "--out", "c.pem"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(admin("peer", "certificate", "monitor", "x", "--out", "c.pem"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(folder.resolve("c.pem")).doesNotExist();
    }

    @Test
    void printsTheAuthority() {
        int code = admin("authority");

        assertThat(code).isZero();
        assertThat(Pem.certificates(world.out()).getFirst()).isEqualTo(platform.pki().authority());
    }
}
