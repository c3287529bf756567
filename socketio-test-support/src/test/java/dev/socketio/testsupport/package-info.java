@NullMarked
package dev.socketio.testsupport;

import org.jspecify.annotations.NullMarked;
