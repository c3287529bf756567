@NullMarked
package dev.socketio.docs.gettingstarted;

import org.jspecify.annotations.NullMarked;
