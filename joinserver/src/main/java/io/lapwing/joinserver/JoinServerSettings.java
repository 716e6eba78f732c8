package io.lapwing.joinserver;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What this Join Server answers for.
///
/// @param joinEuis the JoinEUIs it serves, at least one prefix
/// @param sessionLifetime what it tells as `Lifetime`; empty for sessions without a limit, told as 0
public record JoinServerSettings(List<EuiPrefix> joinEuis, Optional<Duration> sessionLifetime) {
    public JoinServerSettings {
        joinEuis = List.copyOf(joinEuis);
        if (joinEuis.isEmpty()) {
            throw Fault.badInput("no JoinEUI prefix: want at least one that this server serves");
        }
        sessionLifetime.ifPresent(lifetime -> {
            if (lifetime.isNegative() || lifetime.isZero()) {
                throw Fault.badInput("session lifetime " + lifetime + ": want more than 0");
            }
        });
    }

    boolean serves(Eui64 joinEui) {
        return joinEuis.stream().anyMatch(prefix -> prefix.contains(joinEui));
    }
}
