package io.lapwing.joinserver;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.JoinState;
import java.util.Optional;

/// A device that differs from another in what is said.
final class Changed {
    private final JoinDevice was;
    private Eui64 joinEui;
    private Optional<String> barred;
    private Optional<JoinDevice.Home> home;
    private JoinDevice.Delivery delivery;
    private JoinState state;
    private Object row;

    Changed(JoinDevice was) {
        this.was = was;
        joinEui = was.joinEui();
        barred = was.barred();
        home = was.home();
        delivery = was.delivery();
        state = was.state();
        row = was.row();
    }

    Changed joinEui(Eui64 other) {
        joinEui = other;
        return this;
    }

    Changed barred(String why) {
        barred = Optional.of(why);
        return this;
    }

    Changed home(JoinDevice.Home other) {
        home = Optional.of(other);
        return this;
    }

    Changed delivery(JoinDevice.Delivery other) {
        delivery = other;
        return this;
    }

    Changed state(JoinState other) {
        state = other;
        return this;
    }

    Changed row(long version) {
        row = version;
        return this;
    }

    JoinDevice device() {
        return new JoinDevice(
                was.devEui(),
                joinEui,
                was.version(),
                barred,
                home,
                was.keys(),
                delivery,
                state,
                row);
    }
}
