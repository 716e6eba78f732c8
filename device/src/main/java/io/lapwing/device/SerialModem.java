package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.LinkSettings;
import io.lapwing.radio.Modulation;
import io.lapwing.radio.SubBand;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An RN2483 LoRa modem at a serial port of Linux.
public final class SerialModem implements Modem {
    /// Of the modem (DS40001784 §1.4).
    private static final String BAUD = "57600";

    /// A read of the port ends after so many tenths of a second without an octet.
    private static final String READ_TENTHS = "2";

    /// So many reads in a row that end at once mean that nobody is there any more.
    private static final int MAX_EMPTY_READS = 50;

    private static final long EMPTY_READ_NS = 20_000_000;
    private static final int MAX_LINE_CHARS = 600;
    private static final Duration SETTING_TIME = Duration.ofSeconds(5);

    /// What a frame takes through the serial port, both ways, at most.
    private static final Duration TURNAROUND = Duration.ofMillis(200);

    private final FileInputStream in;
    private final FileOutputStream out;
    private final Modulation modulation;
    private final SubBand band;
    private final Object lock = new Object();
    private volatile boolean open = true;
    private @Nullable Rn2483 conversation;

    private SerialModem(
            FileInputStream in, FileOutputStream out, Modulation modulation, SubBand band) {
        this.in = in;
        this.out = out;
        this.modulation = modulation;
        this.band = band;
    }

    /// Opens the modem behind a serial port.
    ///
    /// @param port such as `/dev/ttyUSB0`
    /// @throws Fault `UNAVAILABLE` when it cannot be opened
    public static SerialModem open(Path port, Modulation modulation, SubBand band) {
        set(port);
        try {
            return new SerialModem(
                    new FileInputStream(port.toFile()),
                    new FileOutputStream(port.toFile()),
                    modulation,
                    band);
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "cannot open the serial port " + port, e);
        }
    }

    /// Link settings for a modem like this: frames are noticed at their end, and take their time through the port.
    public static LinkSettings linkSettings(Modulation modulation) {
        return LinkSettings.of(modulation)
                .withoutCarrierSense()
                .withTurnaround(TURNAROUND.toNanos());
    }

    /// Raw octets at the modem's speed, by coreutils' `stty`.
    private static void set(Path port) {
        try {
            Process stty =
                    new ProcessBuilder(
                                    "stty",
                                    "-F",
                                    port.toString(),
                                    BAUD,
                                    "raw",
                                    "-echo",
                                    "min",
                                    "0",
                                    "time",
                                    READ_TENTHS)
                            .redirectErrorStream(true)
                            .start();
            if (!stty.waitFor(SETTING_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                throw new Fault(Fault.Kind.UNAVAILABLE, "stty hangs at " + port);
            }
            if (stty.exitValue() != 0) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "cannot set the serial port %s: want a terminal that this user may use"
                                .formatted(port));
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "stty cannot be started: want coreutils", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "interrupted at " + port, e);
        }
    }

    @Override
    public void start(Listener listener) {
        Rn2483 begun = new Rn2483(modulation, band, this::write, listener);
        synchronized (lock) {
            conversation = begun;
            begun.begin();
        }
        Thread.ofPlatform().daemon().name("serial").start(() -> listen(begun, listener));
    }

    @Override
    public void transmit(Bytes frame) {
        synchronized (lock) {
            if (conversation != null) {
                conversation.transmit(frame);
            }
        }
    }

    private void listen(Rn2483 begun, Listener listener) {
        try {
            StringBuilder line = new StringBuilder();
            int empty = 0;
            while (open && empty < MAX_EMPTY_READS) {
                long startNs = System.nanoTime();
                int octet = in.read();
                boolean atOnce = System.nanoTime() - startNs < EMPTY_READ_NS;
                empty = octet < 0 && atOnce ? empty + 1 : 0;
                take(octet, line, begun);
            }
            listener.failed(new Fault(Fault.Kind.UNAVAILABLE, "the modem is gone"));
        } catch (IOException e) {
            listener.failed(new Fault(Fault.Kind.UNAVAILABLE, "the serial port failed", e));
        } catch (Fault fault) {
            listener.failed(fault);
        }
    }

    /// @param octet or -1 for none
    private void take(int octet, StringBuilder line, Rn2483 begun) {
        if (octet == '\n' || line.length() > MAX_LINE_CHARS) {
            String text = line.toString().strip();
            line.setLength(0);
            if (!text.isEmpty()) {
                synchronized (lock) {
                    begun.line(text);
                }
            }
        } else if (octet >= 0) {
            line.append((char) octet);
        }
    }

    private void write(String command) {
        try {
            out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the serial port cannot be written to", e);
        }
    }

    @Override
    public void close() {
        open = false;
        try (in;
                out) {
            synchronized (lock) {
                conversation = null;
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the serial port cannot be closed", e);
        }
    }
}
