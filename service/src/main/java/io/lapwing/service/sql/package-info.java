/// The store over SQL: SQLite inside the process, PostgreSQL beside it. [io.lapwing.service.sql.Stores] opens both.
@NullMarked
package io.lapwing.service.sql;

import org.jspecify.annotations.NullMarked;
