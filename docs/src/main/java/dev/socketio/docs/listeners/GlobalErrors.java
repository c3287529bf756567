package dev.socketio.docs.listeners;

import java.util.concurrent.TimeoutException;

import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventName;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketListenerAdvice;

// tag::advice[]
@SocketListenerAdvice
class GlobalErrors {

	@SocketExceptionHandler
	SocketError late(TimeoutException ex, @SocketEventName String event) {
		return SocketError.of(504, "timeout", "'" + event + "' takes too long, please try again");
	}

}
// end::advice[]
