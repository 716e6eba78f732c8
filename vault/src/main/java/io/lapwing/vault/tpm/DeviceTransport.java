package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The Linux character device of a TPM: a command is one write, its response one read (kernel documentation, "TPM
/// devices"). A read that gives a part is read on: a serial line may do so.
final class DeviceTransport implements Transport {
    private final TpmAddress.Device device;
    private final FileChannel channel;

    private DeviceTransport(TpmAddress.Device device, FileChannel channel) {
        this.device = device;
        this.channel = channel;
    }

    static DeviceTransport open(TpmAddress.Device device) {
        try {
            return new DeviceTransport(
                    device,
                    FileChannel.open(
                            device.path(), StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the TPM %s cannot be opened: want it present, readable and writable for this user (group tss) and not in use"
                            .formatted(device),
                    e);
        }
    }

    @Override
    public byte[] exchange(byte[] command, Duration patience) {
        ResponseFrame frame = new ResponseFrame();
        Deadline deadline = Deadline.in(patience);
        CountDownLatch answered = new CountDownLatch(1);
        Thread.startVirtualThread(() -> closeUnless(answered, patience));
        try {
            send(ByteBuffer.wrap(command));
            receive(frame);
            return frame.octets();
        } catch (IOException e) {
            close();
            if (deadline.isPast()) {
                throw deadline.fault(device);
            }
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the TPM %s is gone: open it again".formatted(device),
                    e);
        } catch (Fault e) {
            close();
            throw e;
        } finally {
            answered.countDown();
            frame.clear();
        }
    }

    /// A read of a device cannot be given a time; closing the device ends it.
    private void closeUnless(CountDownLatch answered, Duration patience) {
        try {
            if (!answered.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                close();
            }
        } catch (InterruptedException _) {
            // nobody interrupts this thread
        }
    }

    private void send(ByteBuffer command) throws IOException {
        while (command.hasRemaining()) {
            channel.write(command);
        }
    }

    private void receive(ResponseFrame frame) throws IOException {
        while (!frame.complete()) {
            if (channel.read(frame.room()) <= 0) {
                throw new IOException("end of file");
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}
