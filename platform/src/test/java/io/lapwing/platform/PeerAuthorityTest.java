package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Fault;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.joinserver.Caller;
import io.lapwing.kms.PeerCertificates;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.service.Credentials;
import io.lapwing.service.http.HttpsClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Peers that bring client certificates of an authority of their own.
class PeerAuthorityTest {
    private static final String NS = Players.NS_IDENTITY.toString();

    @TempDir static Path folder;

    private static ForeignAuthority authority;
    private static RunningPlatform running;
    private static Players players;
    private static TestDevice device;

    @BeforeAll
    static void open() throws Exception {
        authority = new ForeignAuthority(Files.createDirectory(folder.resolve("authority")));
        PlatformConfig plain = RunningPlatform.embedded();
        PlatformConfig.Listen listen = plain.listen();
        running =
                RunningPlatform.open(
                        folder.resolve("data"),
                        new PlatformConfig(
                                plain.instance(),
                                new PlatformConfig.Listen(
                                        listen.address(),
                                        listen.names(),
                                        false,
                                        List.of(authority.file())),
                                plain.store(),
                                plain.vault(),
                                plain.joinServer(),
                                plain.console(),
                                plain.webhooks(),
                                plain.mqtt(),
                                plain.central(),
                                plain.alarms(),
                                plain.log()));
        players = Players.enter(running);
        device = TestDevice.of(1, MacVersion.V1_0_4).enteredIn(running);
    }

    @AfterAll
    static void close() {
        players.close();
        running.close();
    }

    private static PeerCertificates certificates() {
        return running.platform().kms().peerCertificates();
    }

    private static String sha256(Credentials credentials) {
        return Caller.of(credentials.certificate()).certificateSha256().toHex();
    }

    private static Credentials trusted(String name) throws Exception {
        Credentials made = authority.issue(name);
        certificates().enter(RunningPlatform.ANNA, NS, sha256(made), "CN=" + name);
        return made;
    }

    private static ResultCode join(Credentials credentials) {
        try (HttpsClient http = running.client(credentials)) {
            return join(http);
        }
    }

    private static ResultCode join(HttpsClient http) {
        Answer answer =
                new BackendClient(http, running.url())
                        .ask(
                                Players.joinReq(
                                        BackendVersion.V1_1,
                                        device,
                                        device.device().joinRequest()));
        return answer.result().code();
    }

    @Test
    void letsItsPeerJoinDevices() throws Exception {
        Credentials entered = trusted("entered");

        assertThat(join(entered)).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void knowsNoCertificateThatIsEnteredForNobody() throws Exception {
        Credentials stranger = authority.issue("stranger");
        long records = running.auditSize();

        ResultCode code = join(stranger);

        assertThat(code).isEqualTo(ResultCode.UNKNOWN_SENDER);
        assertThat(running.auditSize()).isEqualTo(records + 1);
    }

    @Test
    void letsNobodyInWhoClaimsAnIdentityOfOurs() throws Exception {
        Credentials liar = authority.issue("liar", "san=uri:lapwing:" + NS);
        Credentials admin = authority.issue("admin", "san=uri:lapwing:admin:root");
        certificates().enter(RunningPlatform.ANNA, NS, sha256(liar), "CN=liar");
        long records = running.auditSize();

        for (Credentials shown : List.of(liar, admin)) {
            assertThatThrownBy(() -> join(shown)).isInstanceOf(Fault.class);
        }

        assertThat(running.auditSize()).isEqualTo(records);
    }

    @Test
    void refusesACertificateFromTheRemovalOn() throws Exception {
        Credentials entered = trusted("removed");
        try (HttpsClient http = running.client(entered)) {
            assertThat(join(http)).isEqualTo(ResultCode.SUCCESS);

            certificates().remove(RunningPlatform.ANNA, NS, sha256(entered));

            assertThat(join(http)).isEqualTo(ResultCode.UNKNOWN_SENDER);
        }
    }

    @Test
    void refusesACertificateFromItsRevocationOn() throws Exception {
        Credentials entered = trusted("revoked");
        try (HttpsClient http = running.client(entered)) {
            assertThat(join(http)).isEqualTo(ResultCode.SUCCESS);

            running.platform()
                    .kms()
                    .revocations()
                    .revoke(RunningPlatform.ANNA, NS, sha256(entered));

            assertThatThrownBy(() -> join(http)).isInstanceOf(Fault.class);
        }
    }

    @Test
    void leavesCertificatesOfOurAuthorityAsTheyAre() {
        Answer answer = players.join(device, device.device().joinRequest());

        assertThat(answer.result().code()).isEqualTo(ResultCode.SUCCESS);
    }
}
