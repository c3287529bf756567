@NullMarked
package dev.socketio.architecture;

import org.jspecify.annotations.NullMarked;
