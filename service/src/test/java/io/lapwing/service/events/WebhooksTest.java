package io.lapwing.service.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.TlsContexts;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Webhooks against a real HTTPS server.
class WebhooksTest {
    private static final String ONE = "70B3D57ED0000001";
    private static final String TWO = "70B3D57ED0000002";
    private static final Principal OPERATOR = Principal.local("root");
    private static final List<String> HERE = List.of("127.0.0.0/8", "::1/128");

    private final EventBed bed = new EventBed();
    private final Receiver receiver = new Receiver(bed.path());
    private final CountDownLatch inVain = new CountDownLatch(2);
    private volatile List<Scope> seenNow = List.of(Scope.EVERYTHING);
    private Webhooks webhooks = open(new AddressRules(HERE), settings(Duration.ofHours(1)));

    @BeforeEach
    void startAfterOtherRecords() {
        bed.join("70B3D57ED00000FF");
    }

    @AfterEach
    void close() {
        webhooks.close();
        receiver.close();
        bed.close();
    }

    private Webhooks open(AddressRules rules, WebhookSettings settings) {
        Webhooks opened =
                new Webhooks(
                        bed.store(),
                        new Webhooks.Parts(
                                bed.feed(),
                                _ -> seenNow,
                                bed::sign,
                                rules,
                                TlsContexts.trusting(List.of(receiver.pki.authority())),
                                settings,
                                InstantSource.system(),
                                delivered -> {
                                    if (!delivered) {
                                        inVain.countDown();
                                    }
                                }));
        opened.start();
        return opened;
    }

    private static WebhookSettings settings(Duration giveUpAfter) {
        return new WebhookSettings(
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                giveUpAfter,
                Duration.ofMillis(100));
    }

    /// The identifiers of events that were taken, until there are so many.
    private List<String> taken(int count) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            Receiver.Delivery delivery = receiver.next();
            if (delivery.answered() < 300) {
                ids.addAll(delivery.ids());
            }
        }
        return ids;
    }

    @Test
    void deliversWhatHappensInOrder() throws Exception {
        webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        List<String> joins = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            joins.add("main-" + bed.join(ONE));
        }

        List<String> ids = taken(joins.size());

        assertThat(ids).containsExactlyElementsOf(joins);
    }

    @Test
    void signsIdentifierTimeAndBody() throws Exception {
        webhooks.add(OPERATOR, receiver.url("/hook"), List.of("join."));
        bed.join(ONE);

        Receiver.Delivery delivery = receiver.next();

        Instant at = Instant.ofEpochSecond(Long.parseLong(delivery.field("t")));
        Bytes text = WebhookSignature.text(at, delivery.field("id"), delivery.body());
        byte[] signature = Base64.getUrlDecoder().decode(delivery.field("es256"));
        assertThat(at).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(signedByBed(text, signature)).isTrue();
        assertThat(signedByBed(WebhookSignature.text(at, "other", delivery.body()), signature))
                .isFalse();
    }

    private boolean signedByBed(Bytes text, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(bed.publicKey());
        verifier.update(text.toArray());
        return verifier.verify(signature);
    }

    @Test
    void deliversOnlyWhatWasAskedFor() throws Exception {
        webhooks.add(OPERATOR, receiver.url("/hook"), List.of("alarm", "device."));
        bed.join(ONE);
        long step = bed.record("device.suspend", ONE, "done", Map.of());
        bed.join(TWO);
        long alarm = bed.record("device.nonces-low", TWO, "done", Map.of());

        List<String> ids = taken(2);

        assertThat(ids).containsExactly("main-" + step, "main-" + alarm + ".alarm");
    }

    @Test
    void deliversToAnOwnerWhatIsHis() throws Exception {
        bed.owns("acme", TWO);
        Principal anna =
                new Principal(
                        "anna",
                        Principal.Kind.USER,
                        List.of(new Grant(Role.OWNER, Scope.ofOwner("acme"))));
        webhooks.add(anna, receiver.url("/hook"), List.of());
        bed.join(ONE);
        long hers = bed.join(TWO);

        List<String> ids = taken(1);

        assertThat(ids).containsExactly("main-" + hers);
    }

    @Test
    void tellsNoMoreThanItsMakerMaySeeNow() throws Exception {
        bed.owns("acme", ONE);
        bed.owns("globex", TWO);
        Webhooks.Seen _ = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        long before = bed.join(TWO);
        List<String> whileHeMay = taken(1);

        seenNow = List.of(Scope.ofOwner("acme"));
        long _ = bed.join(TWO);
        long own = bed.join(ONE);

        assertThat(whileHeMay).containsExactly("main-" + before);
        assertThat(taken(1)).containsExactly("main-" + own);
    }

    @Test
    void hidesWebhooksOfOthers() {
        Webhooks.Seen made = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        Principal owner =
                new Principal(
                        "anna",
                        Principal.Kind.USER,
                        List.of(new Grant(Role.OWNER, Scope.ofOwner("acme"))));

        assertThat(webhooks.list(owner)).isEmpty();
        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> webhooks.remove(owner, made.webhook().id(), OptionalLong.empty()))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.NOT_FOUND));
    }

    @Test
    void triesAgainUntilTheReceiverTakesIt() throws Exception {
        receiver.status.set(503);
        Webhooks.Seen made = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        long join = bed.join(ONE);
        assertThat(inVain.await(20, TimeUnit.SECONDS)).isTrue();

        receiver.status.set(200);

        assertThat(taken(1)).containsExactly("main-" + join);
        assertThat(webhooks.attempts(OPERATOR, made.webhook().id()))
                .anyMatch(attempt -> attempt.problem().equals(Optional.of("HTTP status 503")));
    }

    @Test
    void followsNoRedirect() throws Exception {
        receiver.status.set(302);
        webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        bed.join(ONE);

        assertThat(inVain.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(receiver.deliveries).allMatch(delivery -> delivery.answered() == 302);
    }

    @Test
    void givesUpAfterADayOfFailuresAndRaisesAnAlarm() throws Exception {
        webhooks.close();
        webhooks = open(new AddressRules(HERE), settings(Duration.ofMillis(1)));
        receiver.status.set(500);
        Webhooks.Seen made = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        bed.join(ONE);
        long from = bed.feed().newest();

        Event alarm = nextAlarm(from);

        assertThat(alarm.details()).containsEntry("alarm", "webhook-paused");
        assertThat(webhooks.find(OPERATOR, made.webhook().id()).webhook().state())
                .isEqualTo(Webhook.State.FAILED);
        receiver.status.set(200);
        webhooks.resume(OPERATOR, made.webhook().id());
        assertThat(taken(1)).first().asString().startsWith("main-");
    }

    private Event nextAlarm(long from) throws InterruptedException {
        long at = from;
        while (true) {
            bed.feed().await(at, Duration.ofSeconds(20));
            EventFeed.Batch batch =
                    bed.feed().after(at, 100, event -> event.type() == Event.Type.ALARM);
            if (!batch.events().isEmpty()) {
                return batch.events().getFirst();
            }
            assertThat(batch.last()).isGreaterThan(at);
            at = batch.last();
        }
    }

    @Test
    void goesOnAfterARestartWhereItWas() throws Exception {
        webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        long before = bed.join(ONE);
        assertThat(taken(1)).containsExactly("main-" + before);
        webhooks.close();
        long meanwhile = bed.join(TWO);
        bed.reopen();

        webhooks = open(new AddressRules(HERE), settings(Duration.ofHours(1)));

        assertThat(taken(1)).containsExactly("main-" + meanwhile);
    }

    @Test
    void letsEventsWaitWhilePaused() throws Exception {
        Webhooks.Seen made = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        webhooks.pause(OPERATOR, made.webhook().id());
        long join = bed.join(ONE);

        webhooks.resume(OPERATOR, made.webhook().id());

        assertThat(taken(1)).containsExactly("main-" + join);
    }

    @Test
    void refusesAWebhookToThisMachine() {
        webhooks.close();
        webhooks = open(new AddressRules(List.of()), settings(Duration.ofHours(1)));

        assertThatExceptionOfType(Fault.class)
                .isThrownBy(() -> webhooks.add(OPERATOR, receiver.url("/hook"), List.of()))
                .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
    }

    @Test
    void checksTheAddressAgainAtEachDelivery() throws Exception {
        webhooks.close();
        List<InetAddress> first = List.of(InetAddress.ofLiteral("8.8.8.8"));
        List<InetAddress> then = List.of(InetAddress.getLoopbackAddress());
        AtomicBoolean asked = new AtomicBoolean();
        AddressRules rules = new AddressRules(List.of(), _ -> asked.getAndSet(true) ? then : first);
        webhooks = open(rules, settings(Duration.ofHours(1)));
        Webhooks.Seen made = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());
        bed.join(ONE);

        assertThat(inVain.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(receiver.deliveries).isEmpty();
        assertThat(webhooks.attempts(OPERATOR, made.webhook().id()).getFirst().problem().orElse(""))
                .contains("private");
    }

    @Test
    void saysWhetherATestGetsThrough() throws Exception {
        Webhooks.Seen made = webhooks.add(OPERATOR, receiver.url("/hook"), List.of());

        Webhooks.Attempt attempt = webhooks.test(OPERATOR, made.webhook().id());

        assertThat(attempt.problem()).isEmpty();
        assertThat(receiver.next().text()).contains("\"type\":\"webhook.test\"");
    }

    @Test
    void waitsForASilentReceiverNoLongerThanTheTimeout() throws IOException {
        AddressRules rules = new AddressRules(HERE);
        HttpsPost post =
                new HttpsPost(
                        rules,
                        TlsContexts.trusting(List.of(receiver.pki.authority())),
                        Duration.ofMillis(300));

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = AddressRules.checkUrl("https://localhost:" + silent.getLocalPort() + "/");

            assertThatExceptionOfType(Fault.class)
                    .isThrownBy(() -> post.post(url, Map.of(), Bytes.EMPTY))
                    .satisfies(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
        }
    }

    @Test
    void refusesAReceiverWithAnotherName() {
        webhooks.add(OPERATOR, receiver.url("/hook").replace("localhost", "127.0.0.1"), List.of());

        Webhooks.Attempt attempt =
                webhooks.test(OPERATOR, webhooks.list(OPERATOR).getFirst().webhook().id());

        assertThat(attempt.problem().orElse("")).contains("127.0.0.1");
    }
}
