package io.lapwing.device;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.MacVersion;

/// Who a device is on LoRaWAN.
public record DeviceIdentity(Eui64 devEui, Eui64 joinEui, MacVersion version) {}
