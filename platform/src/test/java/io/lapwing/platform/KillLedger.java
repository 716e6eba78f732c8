package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Bytes;
import io.lapwing.device.JoinOutcome;
import io.lapwing.joinserver.BackendClient;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.BackendVersion;
import io.lapwing.lorawan.PhyPayload;
import io.lapwing.lorawan.ResultCode;
import io.lapwing.service.AuditLog;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.AuditVerifier;
import io.lapwing.service.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What the world outside a killed platform knows: the joins that were answered, which must hold for ever, and the
/// join-requests that were sent and never answered, which may have been taken or not.
final class KillLedger {
    private static final int PAGE = 1_000;
    private static final int OLDER_REPLAYS = 5;

    /// Where a message goes; empty when the platform died before it answered.
    interface Line {
        Optional<Bytes> ask(Bytes message);
    }

    private record Sent(TestDevice device, PhyPayload frame) {}

    private final BackendClient codec;
    private final List<Sent> held = new ArrayList<>();
    private final ConcurrentLinkedQueue<Sent> answered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Sent> open = new ConcurrentLinkedQueue<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Map<TestDevice, Integer> joinNonces = new ConcurrentHashMap<>();

    /// @param codec reads and writes messages; its own connection is not used
    KillLedger(BackendClient codec) {
        this.codec = codec;
    }

    int joins() {
        return sessions.size();
    }

    /// Sends the device's next join-request, from several gateways at once, until the platform is dead.
    ///
    /// @return whether every gateway had an answer
    boolean join(TestDevice device, List<Line> gateways) {
        PhyPayload frame = device.device().joinRequest();
        Sent sent = new Sent(device, frame);
        Bytes message = message(sent);
        open.add(sent);
        List<Optional<Bytes>> answers =
                gateways.parallelStream().map(line -> line.ask(message)).map(this::told).toList();
        long granted =
                answers.stream().flatMap(Optional::stream).filter(a -> took(sent, a)).count();
        assertThat(granted).as("answers with a session to one DevNonce").isLessThanOrEqualTo(1);
        boolean all = answers.stream().allMatch(Optional::isPresent);
        if (granted == 1 || all) {
            open.remove(sent);
        }
        return all;
    }

    /// A join that failed on the platform's side was taken or not, as one without an answer.
    private Optional<Bytes> told(Optional<Bytes> reply) {
        return reply.filter(
                body -> codec.decode(body).result().code() != ResultCode.JOIN_REQ_FAILED);
    }

    /// Whether the answer gives a session; that must be one that the device takes.
    private boolean took(Sent sent, Bytes reply) {
        Answer answer = codec.decode(reply);
        if (answer.result().code() == ResultCode.FRAME_REPLAYED) {
            return false;
        }
        var grant = Players.grant(answer);
        sessions.add(grant.sessionKeyId().toString());
        answered.add(sent);
        JoinOutcome outcome = sent.device.device().joinAccept(grant.joinAccept());
        if (!(outcome instanceof JoinOutcome.Joined joined)) {
            throw new AssertionError(sent.device.devEui() + " refused its join-accept: " + outcome);
        }
        int joinNonce = joined.session().terms().joinNonce().value();
        Integer before = joinNonces.put(sent.device, joinNonce);
        assertThat(joinNonce).as("JoinNonce").isGreaterThan(before == null ? 0 : before);
        return true;
    }

    /// Replays to a platform that came back: all joins answered since it last did, some older ones, and what had no
    /// answer. Stops when it dies again; what was not asked is asked the next time.
    void replay(Line line, Random random) {
        for (int i = 0; i < OLDER_REPLAYS && !held.isEmpty(); i++) {
            requireRefused(line, held.get(random.nextInt(held.size())));
        }
        while (!answered.isEmpty() && requireRefused(line, answered.element())) {
            held.add(answered.remove());
        }
        while (!open.isEmpty() && settle(line, open.element())) {
            held.add(open.remove());
        }
    }

    /// Asks until there is an answer again: what was taken long ago, refused.
    void awaitService(Line line) {
        while (!requireRefused(line, held.getFirst())) {
            Thread.onSpinWait();
        }
    }

    /// Either it was taken before the platform died or it is taken now; then never again.
    private boolean settle(Line line, Sent sent) {
        Optional<Bytes> reply = told(line.ask(message(sent)));
        reply.map(codec::decode)
                .filter(answer -> answer.result().isSuccess())
                .ifPresent(answer -> sessions.add(Players.grant(answer).sessionKeyId().toString()));
        return reply.isPresent() && requireRefused(line, sent);
    }

    private boolean requireRefused(Line line, Sent sent) {
        Optional<Bytes> reply = told(line.ask(message(sent)));
        reply.map(codec::decode)
                .ifPresent(answer ->
                        assertThat(answer.result().code())
                                .as("join-request of %s, sent again", sent.device.devEui())
                                .isEqualTo(ResultCode.FRAME_REPLAYED));
        return reply.isPresent();
    }

    private Bytes message(Sent sent) {
        return codec.encode(Players.joinReq(BackendVersion.V1_1, sent.device, sent.frame));
    }

    /// Reads the whole audit log: it is intact, every session that was answered is in it, no nonce was taken twice, and
    /// the JoinNonces of each device rise.
    void check(Platform platform) {
        AuditLog log = platform.store().audit();
        var anchor = platform.vault().anchor();
        Verification verification =
                new AuditVerifier(
                                log,
                                platform.vault().signingKey(),
                                Optional.of(
                                        new AuditLog.Head(anchor.auditSize(), anchor.auditRoot())),
                                _ -> {})
                        .verify();
        assertThat(verification).isInstanceOf(Verification.Intact.class);
        Set<String> recorded = new HashSet<>();
        Set<String> taken = new HashSet<>();
        Map<String, Integer> last = new HashMap<>();
        for (long next = 0; next < log.head().size(); next += PAGE) {
            for (AuditRecord record : log.read(next, PAGE)) {
                if (record.event().action().equals("join.accept")) {
                    Map<String, String> details = record.event().details();
                    String device = record.event().object();
                    recorded.add(details.get("sessionKeyId"));
                    assertThat(taken.add(device + " " + details.get("nonce"))).isTrue();
                    int joinNonce = Integer.parseInt(details.get("joinNonce"), 16);
                    assertThat(joinNonce).isGreaterThan(last.getOrDefault(device, 0));
                    last.put(device, joinNonce);
                }
            }
        }
        assertThat(recorded).containsAll(sessions);
    }
}
