/// Work that takes longer than a caller waits: started, watched and cancelled through
/// [io.lapwing.service.jobs.Jobs], known after a restart.
@NullMarked
package io.lapwing.service.jobs;

import org.jspecify.annotations.NullMarked;
