/// What happens, told to those who want to hear of it.
///
/// Events are audit records, translated: [io.lapwing.service.events.EventFeed] reads them from the log at any index, so
/// that whoever remembers an index misses nothing. [io.lapwing.service.events.Webhooks] posts them to addresses of others.
@NullMarked
package io.lapwing.service.events;

import org.jspecify.annotations.NullMarked;
