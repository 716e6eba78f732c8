package io.lapwing.vault.tpm;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/// A TPM without some commands, as chips are: they are missing from its list of commands, and refused.
final class LesserChip implements Transport {
    private static final int TPM_RC_COMMAND_CODE = 0x143;

    private final Transport inner;
    private final Set<Integer> missing;

    private LesserChip(Transport inner, Set<Integer> missing) {
        this.inner = inner;
        this.missing = missing;
    }

    static Tpm open(Swtpm swtpm, CommandCode... without) {
        Set<Integer> missing = Set.copyOf(Arrays.stream(without).map(CommandCode::code).toList());
        Transport inner = Transport.connect(swtpm.address(), Duration.ofSeconds(30));
        return Tpm.open(new LesserChip(inner, missing), TpmConfig.defaults(), false);
    }

    @Override
    public byte[] exchange(byte[] command, Duration patience) {
        if (missing.contains(Tap.code(command))) {
            return ByteBuffer.allocate(10)
                    .putShort((short) Tcg.ST_NO_SESSIONS)
                    .putInt(10)
                    .putInt(TPM_RC_COMMAND_CODE)
                    .array();
        }
        byte[] response = inner.exchange(command, patience);
        boolean lists =
                Tap.code(command) == CommandCode.GET_CAPABILITY.code()
                        && ByteBuffer.wrap(command).getInt(10) == Tcg.CAP_COMMANDS;
        return lists ? withoutMissing(response) : response;
    }

    /// After header, moreData, capability and count come the commands' attributes; a missing one becomes the one before.
    private byte[] withoutMissing(byte[] response) {
        ByteBuffer list = ByteBuffer.wrap(response);
        for (int at = 23; at < response.length; at += Integer.BYTES) {
            if (missing.contains(list.getInt(at) & 0xffff)) {
                list.putInt(at, list.getInt(at - Integer.BYTES));
            }
        }
        return response;
    }

    @Override
    public void close() {
        inner.close();
    }
}
