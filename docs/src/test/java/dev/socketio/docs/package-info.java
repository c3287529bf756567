@NullMarked
package dev.socketio.docs;

import org.jspecify.annotations.NullMarked;
