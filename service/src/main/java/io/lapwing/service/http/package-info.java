/// HTTP over TLS: the server with its routes, the client, and a lean client for load.
@NullMarked
package io.lapwing.service.http;

import org.jspecify.annotations.NullMarked;
