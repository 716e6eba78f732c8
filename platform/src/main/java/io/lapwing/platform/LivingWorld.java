package io.lapwing.platform;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.device.DeviceIdentity;
import io.lapwing.device.DeviceSession;
import io.lapwing.device.EndDevice;
import io.lapwing.device.JoinOutcome;
import io.lapwing.device.Outgoing;
import io.lapwing.lorawan.BackendMessage.Answer;
import io.lapwing.lorawan.FPort;
import io.lapwing.lorawan.PhyPayload;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// A small world that lives on a platform: devices that join, send readings that their owners alone can read, and lose
/// their power now and then; and someone who replays a join that was overheard.
///
/// It speaks to the platform over HTTPS with certificates of its own, as everybody does. Its parties and devices are made
/// once, in [WorldFolder], and go on from there at the next start.
final class LivingWorld implements AutoCloseable {
    /// Between two things that happen, for people who look on.
    static final Duration BEAT = Duration.ofMillis(700);

    private static final FPort PORT = new FPort(10);

    /// One beat in so many is a device that lost its power and joins again.
    private static final int POWER_CUT_ONE_IN = 12;

    /// One beat in so many is a replay.
    private static final int REPLAY_ONE_IN = 90;

    private static final Logger LOG = System.getLogger(LivingWorld.class.getName());

    private final WorldParties parties;
    private final List<EndDevice> devices;
    private final Duration beat;
    private final SplittableRandom random = new SplittableRandom();
    private final Thread thread;
    private volatile boolean ended;
    private int next;

    private LivingWorld(WorldParties parties, List<EndDevice> devices, Duration beat) {
        this.beat = beat;
        this.parties = parties;
        this.devices = devices;
        thread = Thread.ofVirtual().name("living-world").unstarted(this::live);
    }

    /// Lets it live on a platform that is served.
    ///
    /// @param folder made by [WorldFolder#settle]
    /// @param beat between two things that happen
    static LivingWorld over(Platform platform, int port, WorldFolder folder, Duration beat) {
        WorldParties parties = WorldParties.of(platform, port, folder, Aes.best());
        LivingWorld world = new LivingWorld(parties, folder.devices(parties.station()), beat);
        world.thread.start();
        return world;
    }

    private void live() {
        while (!ended) {
            try {
                happen();
                Thread.sleep(beat);
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                if (!ended) {
                    LOG.log(Logger.Level.DEBUG, "in the living world: {0}", e.getMessage());
                }
            }
        }
    }

    /// First all devices join, one after the other; then this and that.
    private void happen() {
        if (next < devices.size()) {
            join(devices.get(next++));
            return;
        }
        EndDevice device = devices.get(random.nextInt(devices.size()));
        if (device.session().isEmpty() || random.nextInt(POWER_CUT_ONE_IN) == 0) {
            join(device);
        } else if (random.nextInt(REPLAY_ONE_IN) == 0) {
            replay(device);
        } else {
            send(device, device.session().get());
        }
    }

    private void join(EndDevice device) {
        Answer answer = parties.network().join(device.identity(), device.joinRequest());
        take(device, answer);
    }

    private void take(EndDevice device, Answer answer) {
        if (device.joinAccept(DemoNetworkServer.grant(answer).joinAccept())
                instanceof JoinOutcome.Joined(DeviceSession session)) {
            parties.network().serve(device.identity(), answer, session.terms().devAddr());
        }
    }

    /// The frame of a join comes twice: the Join Server takes it once.
    private void replay(EndDevice device) {
        PhyPayload frame = device.joinRequest();
        DeviceIdentity identity = device.identity();
        Answer answer = parties.network().join(identity, frame);
        parties.network().join(identity, frame);
        take(device, answer);
    }

    private void send(EndDevice device, DeviceSession session) {
        parties.owner(device.identity())
                .read(
                        parties.network()
                                .uplink(
                                        device.identity(),
                                        session.uplink(
                                                Outgoing.data(PORT, reading()),
                                                DemoNetworkServer.TRANSMISSION)));
    }

    private Bytes reading() {
        String text = "%.1f C".formatted(4 + random.nextDouble() * 18);
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Ends it: what it did stays.
    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        parties.close();
    }
}
