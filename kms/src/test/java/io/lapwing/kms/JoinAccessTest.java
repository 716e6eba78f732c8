package io.lapwing.kms;

import static io.lapwing.kms.TestKms.ANNA;
import static io.lapwing.kms.TestKms.eui;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.lorawan.NonceVerdict;
import io.lapwing.service.AuditEvent;
import io.lapwing.service.Commit;
import io.lapwing.vault.KeyBinding;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinAccessTest {
    @TempDir Path folder;
    private TestKms test;
    private JoinAccess access;

    @BeforeEach
    void open() {
        test = TestKms.in(folder);
        access = test.kms.joinAccess();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void makesADeviceActiveWithItsFirstJoin() {
        test.create(1, MacVersion.V1_0_4);

        Commit commit = join(seen(1), 0);

        assertThat(commit).isInstanceOf(Commit.Done.class);
        Device joined = seen(1).device();
        assertThat(joined.state()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(joined.joins().sessions()).hasSize(1);
        assertThat(test.kms.search().count(Lifecycle.ACTIVE)).isEqualTo(1);
    }

    @Test
    void refusesASecondCommitOnWhatWasSeenBefore() {
        test.create(1, MacVersion.V1_0_4);
        JoinAccess.Seen seen = seen(1);
        join(seen, 0);

        Commit late = join(seen, 1);

        assertThat(late).isInstanceOf(Commit.Conflict.class);
        assertThat(seen(1).device().joins().sessions()).hasSize(1);
    }

    @Test
    void acceptsOneJoinOfSixtyFourThatRaceWithTheSameDevNonce() throws InterruptedException {
        test.create(1, MacVersion.V1_0_3);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger replayed = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);

        try (var threads = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 64; i++) {
                threads.execute(() -> race(start, accepted, replayed));
            }
            start.countDown();
        }

        assertThat(accepted).hasValue(1);
        assertThat(replayed).hasValue(63);
        assertThat(test.audit()).filteredOn(e -> e.action().equals("join.accept")).hasSize(1);
    }

    private void race(CountDownLatch start, AtomicInteger accepted, AtomicInteger replayed) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        while (true) {
            JoinAccess.Seen seen = seen(1);
            if (TestKms.join(seen.device(), 0x1234) instanceof NonceVerdict.Fresh fresh) {
                Commit commit =
                        access.commitJoin(seen, fresh.next(), TestKms.accepted(seen.device()));
                if (commit instanceof Commit.Done) {
                    accepted.incrementAndGet();
                    return;
                }
            } else {
                replayed.incrementAndGet();
                return;
            }
        }
    }

    @Test
    void refusesToCommitAJoinOfASuspendedDevice() {
        test.create(1, MacVersion.V1_0_4);
        test.kms.devices().suspend(ANNA, eui(1), "odd");

        JoinAccess.Seen seen = seen(1);

        assertThatThrownBy(() -> join(seen, 0))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.CONFLICT))
                .hasMessageContaining("resume");
        assertThat(seen(1).device().joins().sessions()).isEmpty();
    }

    @Test
    void warnsOnceWhenNoncesRunOut() {
        test.create(1, MacVersion.V1_0_4);

        join(seen(1), 58_000);
        join(seen(1), 59_000);
        join(seen(1), 59_001);

        assertThat(test.kms.nonceWatch().low(Optional.empty(), 10))
                .extracting(Device::devEui)
                .containsExactly(eui(1));
        assertThat(test.audit())
                .filteredOn(event -> event.action().equals("device.nonces-low"))
                .hasSize(1);
        assertThat(test.audit())
                .filteredOn(event -> "low".equals(event.details().get("nonces")))
                .extracting(AuditEvent::action)
                .containsExactly("join.accept");
    }

    @Test
    void givesSessionKeysOnlyWrappedForTheirReceiver() {
        Device device = test.create(1, MacVersion.V1_1);
        Bytes receiverKey = TestKms.octets(7, 16);
        test.kms
                .receivers()
                .importSealed(
                        ANNA, KeyBinding.Role.NETWORK_SERVER, "ns:13", test.sealed(receiverKey));
        Bytes block = Bytes.concat(Bytes.of(1), TestKms.octets(1, 15));

        access.withKeys(
                device,
                keys -> {
                    Bytes wrapped =
                            keys.deriveFor(
                                    keys.key(KeyBinding.Kind.NWK_KEY),
                                    block,
                                    KeyBinding.Role.NETWORK_SERVER,
                                    "ns:13");

                    assertThat(wrapped.length()).isEqualTo(24);
                    assertThatThrownBy(() ->
                                    keys.deriveFor(
                                            keys.key(KeyBinding.Kind.APP_KEY),
                                            Bytes.concat(Bytes.of(2), TestKms.octets(1, 15)),
                                            KeyBinding.Role.NETWORK_SERVER,
                                            "ns:13"))
                            .isInstanceOfSatisfying(
                                    Fault.class,
                                    f -> assertThat(f.kind()).isEqualTo(Fault.Kind.FORBIDDEN));
                    assertThatThrownBy(() ->
                                    keys.deriveFor(
                                            keys.key(KeyBinding.Kind.NWK_KEY),
                                            block,
                                            KeyBinding.Role.NETWORK_SERVER,
                                            "ns:14"))
                            .isInstanceOfSatisfying(
                                    Fault.class,
                                    f -> assertThat(f.kind()).isEqualTo(Fault.Kind.NOT_FOUND));
                    return wrapped;
                });
    }

    @Test
    void refusesAKeyPutIntoAnotherDevicesRow() {
        Device one = test.create(1, MacVersion.V1_0_4);
        Device two = test.create(2, MacVersion.V1_0_4).withKeys(one.keys());

        assertThatThrownBy(() -> access.withKeys(two, keys -> keys.key(KeyBinding.Kind.APP_KEY)))
                .isInstanceOfSatisfying(
                        Fault.class, f -> assertThat(f.kind()).isEqualTo(Fault.Kind.TAMPERED));
    }

    private JoinAccess.Seen seen(long devEui) {
        return access.find(eui(devEui)).orElseThrow();
    }

    private Commit join(JoinAccess.Seen seen, int devNonce) {
        NonceVerdict.Fresh fresh = (NonceVerdict.Fresh) TestKms.join(seen.device(), devNonce);
        return access.commitJoin(seen, fresh.next(), TestKms.accepted(seen.device()));
    }
}
