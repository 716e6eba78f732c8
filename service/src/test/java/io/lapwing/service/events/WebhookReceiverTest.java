package io.lapwing.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receiver that does what the documents tell it, to the letter, takes what the platform posts and nothing else.
class WebhookReceiverTest {
    private static final Path DOCUMENT = Path.of("docs/protocols/webhooks.md");
    private static final Pattern SCRIPT =
            Pattern.compile("^```bash\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Map<String, String> AUDIT_BROKEN =
            Map.of("first", "17", "reason", "records 17 to 32 do not lead to the signed root");

    private final EventBed bed = new EventBed();
    private final Receiver receiver = new Receiver(bed.path());

    @TempDir private Path folder;
    private Webhooks webhooks = webhooks();
    private Receiver.Delivery delivery = new Receiver.Delivery("", Bytes.EMPTY, 0);

    private Webhooks webhooks() {
        return new Webhooks(
                bed.store(),
                new Webhooks.Parts(
                        bed.feed(),
                        _ -> List.of(Scope.EVERYTHING),
                        bed::sign,
                        new AddressRules(List.of("127.0.0.0/8", "::1/128")),
                        TlsContexts.trusting(List.of(receiver.pki.authority())),
                        WebhookSettings.defaults(),
                        InstantSource.system(),
                        _ -> {}));
    }

    @BeforeEach
    void raiseAnAlarm() throws Exception {
        webhooks.start();
        Webhooks.Seen _ =
                webhooks.add(Principal.local("root"), receiver.url("/hook"), List.of("alarm"));
        long _ = bed.record("alarm.raise", "audit", "audit-broken", AUDIT_BROKEN);
        delivery = receiver.next();
        trust(bed.publicKey());
    }

    @AfterEach
    void close() {
        webhooks.close();
        receiver.close();
        bed.close();
    }

    private void trust(PublicKey key) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n");
    }

    /// Whether the documents' script takes a delivery.
    private boolean takes(String header, Bytes body) throws Exception {
        Files.writeString(folder.resolve("header"), header);
        Files.write(folder.resolve("body"), body.toArray());
        Process process =
                new ProcessBuilder("bash", "-c", script())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        return process.waitFor() == 0;
    }

    private static String script() throws IOException {
        Path document =
                Stream.of(Path.of(""), Path.of(".."))
                        .map(root -> root.resolve(DOCUMENT))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        Matcher script = SCRIPT.matcher(Files.readString(document));
        assertThat(script.find()).isTrue();
        return script.group(1);
    }

    @Test
    void takesAnAlarmOnce() throws Exception {
        boolean first = takes(delivery.signature(), delivery.body());
        String said = Files.readString(folder.resolve("said"));
        boolean again = takes(delivery.signature(), delivery.body());

        assertThat(first).as(said).isTrue();
        assertThat(again).isFalse();
        assertThat(delivery.text())
                .contains("\"type\":\"alarm\"", "\"alarm\":\"audit-broken\"", "\"first\":\"17\"");
    }

    @Test
    void refusesAnotherBodyTimeOrIdentifier() throws Exception {
        Bytes changed = Bytes.concat(delivery.body(), Bytes.of('\n'));
        long seconds = Long.parseLong(delivery.field("t"));
        String later = delivery.signature().replace("t=" + seconds, "t=" + (seconds + 1));
        String other = delivery.signature().replace("id=main-", "id=main-1");

        assertThat(takes(delivery.signature(), changed)).isFalse();
        assertThat(takes(later, delivery.body())).isFalse();
        assertThat(takes(other, delivery.body())).isFalse();
        assertThat(takes(delivery.signature(), delivery.body())).isTrue();
    }

    @Test
    void refusesWhatIsOldThoughItIsSigned() throws Exception {
        Instant old = Instant.now().minus(Duration.ofSeconds(301));

        String header = WebhookSignature.header(bed::sign, old, "main-1", delivery.body());

        assertThat(takes(header, delivery.body())).isFalse();
    }

    @Test
    void refusesTheKeyOfAnother() throws Exception {
        trust(anotherKey());

        assertThat(takes(delivery.signature(), delivery.body())).isFalse();
    }

    private static PublicKey anotherKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair().getPublic();
    }
}
