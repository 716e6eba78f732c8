package io.lapwing.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AlarmPaceTest {
    private static final long SECOND = 1_000_000_000;

    private final AlarmPace pace = new AlarmPace();

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }

    private int admitted(int from, int to, int each, long nanos) throws UnknownHostException {
        int admitted = 0;
        for (int i = from; i < to; i++) {
            for (int j = 0; j < each; j++) {
                admitted += pace.admits(address(i), nanos) ? 1 : 0;
            }
        }
        return admitted;
    }

    @Test
    void givesOneAddressAShareAlone() throws Exception {
        assertThat(admitted(0, 1, 1000, 0)).isEqualTo(AlarmPace.MOST_OF_ONE);
        assertThat(admitted(1, 2, 1, 0)).isEqualTo(1);
    }

    @Test
    void looksAtABoundedNumberInASecond() throws Exception {
        assertThat(admitted(0, 1000, 2, SECOND)).isEqualTo(AlarmPace.MOST_A_SECOND);
        assertThat(admitted(5000, 5001, 1, 2 * SECOND - 1)).isZero();
    }

    @Test
    void beginsAnewWithEachSecond() throws Exception {
        admitted(0, 1000, 2, -1);

        assertThat(admitted(0, 1, 1000, 0)).isEqualTo(AlarmPace.MOST_OF_ONE);
        assertThat(admitted(0, 1, 1000, SECOND)).isEqualTo(AlarmPace.MOST_OF_ONE);
    }
}
