package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where a TPM is.
public sealed interface TpmAddress {
    /// A TCP socket on which raw commands are taken, as `swtpm socket --server type=tcp` does. On this machine alone: what
    /// goes over it is encrypted, but anyone who reaches it can use and stop the TPM.
    record Tcp(String host, int port) implements TpmAddress {
        private static final int LAST_PORT = 65535;

        public Tcp {
            if (host.isEmpty() || port < 1 || port > LAST_PORT) {
                throw Fault.badInput(
                        "TPM at %s:%d: want a host and a port from 1 to %d"
                                .formatted(host, port, LAST_PORT));
            }
        }

        @Override
        public String toString() {
            return "tcp:" + host + ":" + port;
        }
    }

    /// A Unix socket on which raw commands are taken, as `swtpm socket --server type=unixio` does.
    record Unix(Path path) implements TpmAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /// A character device. `/dev/tpmrm0` has the kernel's resource manager, which keeps users of the TPM apart;
    /// `/dev/tpm0` has not, and can be opened once at a time.
    record Device(Path path) implements TpmAddress {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// Of `tcp:HOST:PORT`, `unix:PATH` or the path of a character device.
    static TpmAddress parse(String address) {
        try {
            if (address.startsWith("unix:/")) {
                return new Unix(Path.of(address.substring("unix:".length())));
            }
            if (address.startsWith("tcp:")) {
                int colon = address.lastIndexOf(':');
                return new Tcp(
                        address.substring("tcp:".length(), Math.max("tcp:".length(), colon)),
                        Integer.parseInt(address.substring(colon + 1)));
            }
            if (address.startsWith("/")) {
                return new Device(Path.of(address));
            }
        } catch (InvalidPathException | NumberFormatException _) {
            // said below
        }
        throw Fault.badInput(
                "TPM at %s: want tcp:HOST:PORT, unix:/PATH or /dev/tpmrm0".formatted(address));
    }
}
