package io.lapwing.trust;

import static io.lapwing.trust.World.N1;
import static io.lapwing.trust.World.N2;
import static io.lapwing.trust.World.N3;
import static org.assertj.core.api.Assertions.assertThat;

import io.lapwing.crypto.Fault;
import io.lapwing.vault.tpm.PcrSelection;
import io.lapwing.vault.tpm.Tpm;
import io.lapwing.vault.tpm.TpmAddress;
import io.lapwing.vault.tpm.TpmConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TPMs that stop, are reset or are swapped in the midst of things: what was asked is refused, nothing is half done, and with
/// the TPM back all goes on.
class TpmLossTest {
    private static final int CENTRE = 0;

    @TempDir private Path folder = Path.of("");
    private List<Swtpm> swtpms = List.of();
    private List<Tpm> tpms = List.of();
    private World world;

    @BeforeEach
    void joinTwo() {
        swtpms = Stream.generate(() -> Swtpm.start(folder)).limit(4).toList();
        tpms = new ArrayList<>(swtpms.stream().map(Swtpm::open).toList());
        world = new World(folder, 1, id -> TpmChip.over(tpms.get((int) id.value())));
        world.join(N1, N2);
    }

    @AfterEach
    void close() {
        world.close();
        tpms.forEach(Tpm::close);
        swtpms.forEach(Swtpm::close);
    }

    /// Opens a TPM again that was reset or killed, and starts who uses it anew.
    private void recover(int which) {
        tpms.get(which).close();
        tpms.set(which, swtpms.get(which).open());
        if (which == CENTRE) {
            world.replaceCentral(TpmChip.over(tpms.get(which)));
        } else {
            NodeId node = new NodeId(which);
            world.chips.put(node, TpmChip.over(tpms.get(which)));
            world.reboot(node);
        }
    }

    private void connectAnew() {
        world.events.clear();
        world.connect(N1, N2, Service.KTC_DIRECT);
        assertThat(world.refusals()).isEmpty();
        assertThat(world.share(N1, N2)).isTrue();
    }

    @Test
    void refusesWhatItsTpmCannotDoWhileThatIsAway() {
        world.step(N1, world.node(N1).connect(world.now, N2, Service.KTC_DIRECT));
        world.once();
        swtpms.get(1).kill();
        world.run();

        assertThat(world.refusals()).isNotEmpty().allMatch(why -> why.contains("TPM"));
        assertThat(world.node(N1).session(N2)).isEmpty();
        assertThat(world.node(N2).session(N1)).isEmpty();
        assertThat(world.heard(Message.Translate.class)).isEmpty();
        swtpms.get(1).startAgain();
        recover(1);
        connectAnew();
    }

    @Test
    void takesNoKeyWhileTheRespondersTpmIsAway() {
        world.step(N1, world.node(N1).connect(world.now, N2, Service.KTC_DIRECT));
        world.once();
        world.once();
        world.once();
        swtpms.get(2).kill();
        world.run();

        assertThat(world.refusals()).isNotEmpty();
        assertThat(world.node(N1).session(N2)).isEmpty();
        assertThat(world.node(N2).session(N1)).isEmpty();
        assertThat(world.heard(Message.Accepted.class)).isEmpty();
        swtpms.get(2).startAgain();
        recover(2);
        connectAnew();
    }

    @Test
    void translatesNothingWhileTheCentralEntitysTpmIsAway() {
        swtpms.get(CENTRE).kill();
        world.connect(N1, N2, Service.KTC_DIRECT);

        assertThat(world.audit()).doesNotContain("trust.translate 2 done");
        assertThat(world.heard(Message.Delivered.class)).isEmpty();
        assertThat(world.heard(Message.Refused.class)).isEmpty();
        assertThat(world.central.status().translations()).isZero();
        swtpms.get(CENTRE).startAgain();
        recover(CENTRE);
        connectAnew();
    }

    @Test
    void saysThatTheTpmWasResetAndGoesOnWhenItIsOpenedAgain() {
        world.connect(N1, N2, Service.KTC_DIRECT);
        swtpms.get(1).reset();

        world.events.clear();
        world.connect(N1, N2, Service.KTC_DIRECT);

        assertThat(world.refusals()).isNotEmpty().anyMatch(why -> why.contains("open"));
        recover(1);
        connectAnew();
    }

    @Test
    void isNoMemberWhenTheTpmStopsAtTheEndOfTheJoin() {
        world.add(N3);
        world.enterLabel(N3);
        world.step(N3, world.node(N3).join(world.now, world.label(N3)));
        world.once();
        world.once();
        world.once();
        swtpms.get(3).kill();
        world.run();

        assertThat(world.events.stream().filter(NodeEvent.Joined.class::isInstance)).hasSize(2);
        assertThat(world.node(N3).list()).isEmpty();
        assertThat(world.state(N3).membership()).isEmpty();
        swtpms.get(3).startAgain();
        recover(3);
        world.join(N3);
        world.connect(N1, N3, Service.KTC_DIRECT);
        assertThat(world.share(N1, N3)).isTrue();
    }

    @Test
    void sendsNoReadingWithoutItsTpmAndProvesItAfterwards() {
        PcrSelection selection = PcrSelection.of(0);
        TpmStateKey key = TpmStateKey.make(tpms.get(1), selection);
        world.step(N1, world.node(N1).proveBy(world.now, key));
        connectAnew();
        swtpms.get(1).kill();
        world.events.clear();

        world.step(N1, world.node(N1).send(N2, ReadingTest.WEATHER));
        world.run();

        assertThat(world.refusals()).singleElement().asString().contains("reading is not sent");
        assertThat(world.heard(StateMessage.Read.class)).isEmpty();
        swtpms.get(1).startAgain();
        recover(1);
        TpmStateKey again = TpmStateKey.open(tpms.get(1), key.stored());
        world.step(N1, world.node(N1).proveBy(world.now, again));
        connectAnew();
        world.step(N1, world.node(N1).send(N2, ReadingTest.WEATHER));
        world.run();
        assertThat(world.events).contains(new NodeEvent.Proven(N1, ReadingTest.WEATHER));
    }

    @Test
    void startsNoNodeOnAnotherTpm() {
        TpmChip swapped = TpmChip.over(tpms.get(3));
        world.chips.put(N1, swapped);

        Samples.assertFault(Fault.Kind.TAMPERED, () -> world.reboot(N1));
        Samples.assertFault(
                Fault.Kind.TAMPERED,
                () ->
                        Tpm.open(
                                new TpmAddress.Unix(swapFor(3).socket()),
                                TpmConfig.defaults().expecting(tpms.get(1).rootName())));
    }

    /// One whose client has hung up.
    private Swtpm swapFor(int which) {
        tpms.get(which).close();
        return swtpms.get(which);
    }

    @Test
    void translatesNothingOnAnotherTpm() {
        world.replaceCentral(TpmChip.over(tpms.get(3)));

        world.connect(N1, N2, Service.KTC_DIRECT);

        assertThat(world.audit()).contains("trust.translate 1 bad-key");
        assertThat(world.refusals()).anyMatch(why -> why.contains("no key with node 2: bad-key"));
        assertThat(world.node(N1).session(N2)).isEmpty();
    }
}
