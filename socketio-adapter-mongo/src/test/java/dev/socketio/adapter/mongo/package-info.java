@NullMarked
package dev.socketio.adapter.mongo;

import org.jspecify.annotations.NullMarked;
