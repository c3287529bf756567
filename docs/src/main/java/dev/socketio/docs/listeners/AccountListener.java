package dev.socketio.docs.listeners;

import dev.socketio.listener.SocketEventListener;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

import org.springframework.stereotype.Component;

// tag::listener[]
@Component
class AccountListener {

	@SocketEventListener("rename")
	String rename(@NotBlank @Size(max = 20) String name) {
		return name.strip();
	}

	@SocketEventListener("transfer")
	void transfer(@Valid Transfer transfer) {
	}

	record Transfer(@NotBlank String account, @Positive long cents) {
	}

}
// end::listener[]
