package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Eui64;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The secure core with its keys in a zone that tamper sensors guard, as a process of its own:
/// `GuardedCoreProcess SOCKET SENSORS PLATFORM PORT [USER…]`.
///
/// SENSORS is a folder such as `/sys/bus/iio/devices`, and PLATFORM and PORT where an alarm goes as a datagram. On its standard
/// input come NwkKey and AppKey of a 1.1 device (16 octets each), the DevEUI (8) and the first octets of the module identity (8).
/// When the alarms are prepared and the door is open, it writes `ready`.
///
/// From then on each 8 octets of its input are a time in ms, most significant octet first, at which it reads the sensors and
/// does what has to be done; whoever gives them, ten times a second, has the clock. It answers each by a line: `quiet`,
/// `potential KIND`, or `confirmed KIND ERASED FAILED NS SENT`, how many regions were erased and how many could not be, in how
/// many ns, and whether the alarm went out as often as it should. The end of its input ends it.
public final class GuardedCoreProcess {
    private static final int KEY_BYTES = 16;
    private static final int EUI_BYTES = 8;
    private static final int INPUT_BYTES = 2 * KEY_BYTES + EUI_BYTES + AlarmSender.MODULE_BYTES;
    private static final int ARGUMENTS = 4;

    private final Aes aes;
    private final Zone zone;

    private GuardedCoreProcess(Aes aes, Zone zone) {
        this.aes = aes;
        this.zone = zone;
    }

    /// Guards until its input ends.
    public static void main(String[] arguments) throws IOException {
        run(CoreProcess.prepare(), arguments);
    }

    /// The same in a process that stays open to others of its user, who are to look into its memory. For trials alone.
    public static void runOpen(String[] arguments) throws IOException {
        run(Aes.best(), arguments);
    }

    private static void run(Aes aes, String[] arguments) throws IOException {
        if (arguments.length < ARGUMENTS) {
            throw Fault.badInput(
                    arguments.length + " arguments: want SOCKET SENSORS PLATFORM PORT [USER…]");
        }
        ZonePlan plan = ZonePlan.forLorawan();
        try (FileChannel input = new FileInputStream(FileDescriptor.in).getChannel();
                Zone zone =
                        Zone.keyed(
                                ZoneMemory.locked(plan.regions()),
                                plan,
                                Secret.random(32),
                                ZoneVersions.locked(plan.regions()));
                OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            new GuardedCoreProcess(aes, zone).run(arguments, input, output);
        }
    }

    private void run(String[] arguments, FileChannel input, OutputStream output)
            throws IOException {
        AlarmSender sender = read(input);
        Set<String> users =
                Set.copyOf(Arrays.asList(arguments).subList(ARGUMENTS, arguments.length));
        SensorFiles sensors = new SensorFiles(Path.of(arguments[1]));
        ZoneKeySlots slots = ZoneKeySlots.in(zone, aes);
        try (AlarmFrames alarms = slots.alarms(sender, new ZoneCounter(zone, 0).next());
                UdpAlarms platform =
                        new UdpAlarms(
                                new InetSocketAddress(
                                        arguments[2], Integer.parseInt(arguments[3])));
                CoreServer server = CoreServer.open(slots, Path.of(arguments[0]), users)) {
            TamperGuard guard =
                    new TamperGuard(
                            zone,
                            new TamperDetector(TamperRules.defaults()),
                            alarms,
                            List.of(platform));
            Thread.ofPlatform().daemon().name("core-door").start(server::serve);
            say(output, "ready");
            ByteBuffer time = ByteBuffer.allocateDirect(Long.BYTES);
            while (CoreProcess.fill(time.clear(), input) == Long.BYTES) {
                say(output, line(guard.take(sensors.read(), time.flip().getLong()), guard));
            }
        }
    }

    /// Puts the keys into the zone. They go straight into secret memory: a stream takes them over its thread's stack, which nobody wipes.
    private AlarmSender read(FileChannel input) throws IOException {
        try (Secret octets = Secret.allocate(INPUT_BYTES)) {
            int length = CoreProcess.fill(octets, input);
            if (length != INPUT_BYTES) {
                throw Fault.badInput(
                        "input of %d bytes: want %d, NwkKey, AppKey, DevEUI and module"
                                .formatted(length, INPUT_BYTES));
            }
            ZoneKeySlots.of11(
                            zone,
                            aes,
                            CoreProcess.part(octets, 0, KEY_BYTES),
                            CoreProcess.part(octets, KEY_BYTES, KEY_BYTES))
                    .close();
            MemorySegment names = octets.segment().asSlice(2L * KEY_BYTES);
            return new AlarmSender(
                    Eui64.bigEndian(Bytes.of(names.asSlice(0, EUI_BYTES))),
                    Bytes.of(names.asSlice(EUI_BYTES)));
        }
    }

    private static String line(TamperVerdict verdict, TamperGuard guard) {
        return switch (verdict) {
            case TamperVerdict.Quiet _ -> "quiet";
            case TamperVerdict.Potential(List<TamperSign> signs) ->
                    "potential " + signs.getFirst().kind();
            case TamperVerdict.Confirmed(TamperSign sign) ->
                    guard.erasure()
                            .map(erasure ->
                                    "confirmed %s %d %d %d %s"
                                            .formatted(
                                                    sign.kind(),
                                                    erasure.erased().size(),
                                                    erasure.failed().size(),
                                                    erasure.took().toNanos(),
                                                    guard.isReported()))
                            .orElse("confirmed " + sign.kind());
        };
    }

    private static void say(OutputStream output, String line) throws IOException {
        output.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
