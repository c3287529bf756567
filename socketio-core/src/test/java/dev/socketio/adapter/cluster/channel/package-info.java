@NullMarked
package dev.socketio.adapter.cluster.channel;

import org.jspecify.annotations.NullMarked;
