package io.lapwing.platform;

/// The users of a device's processes in a demo: `nobody` of Debian, and two numbers beside it that are nobody's.
///
/// The core's has a name, as a door knows its own user by it.
enum DeviceUser {
    CORE(65_534),
    STACK(65_533),
    APPLICATION(65_532);

    private final int number;

    DeviceUser(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /// As a door knows it.
    String word() {
        return Integer.toString(number);
    }
}
