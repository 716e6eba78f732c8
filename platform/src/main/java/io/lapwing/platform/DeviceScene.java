package io.lapwing.platform;

/// What every chapter of a device's story needs.
///
/// @param seed of the sensors' traces and of the firmware's octets
record DeviceScene(
        Narrator narrator,
        DemoCast cast,
        DeviceProcesses processes,
        CardSource cards,
        long seed,
        DeviceMeasures measures) {}
