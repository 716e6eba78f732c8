package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;

/// What carries one command to a TPM and one response back. For one thread at a time.
///
/// After any fault the connection is closed: a response that comes late must not be taken for the answer to the next
/// command.
interface Transport extends AutoCloseable {
    /// The response to one command: at least a header, and of the length the header says.
    ///
    /// @throws Fault `UNAVAILABLE` when none comes in time, `TAMPERED` when it has another length than it says
    byte[] exchange(byte[] command, Duration patience);

    @Override
    void close();

    /// Connects.
    ///
    /// @throws Fault `UNAVAILABLE` when nothing is there
    static Transport connect(TpmAddress address, Duration patience) {
        return switch (address) {
            case TpmAddress.Tcp(String host, int port) ->
                    SocketTransport.connect(address, new InetSocketAddress(host, port), patience);
            case TpmAddress.Unix(var path) ->
                    SocketTransport.connect(address, UnixDomainSocketAddress.of(path), patience);
            case TpmAddress.Device device -> DeviceTransport.open(device);
        };
    }
}
