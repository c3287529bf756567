@NullMarked
package dev.socketio.adapter.cluster;

import org.jspecify.annotations.NullMarked;
