/// Events to a broker over MQTT 5 (OASIS standard, 7 March 2019), by Eclipse Paho.
@NullMarked
package io.lapwing.service.mqtt;

import org.jspecify.annotations.NullMarked;
