package dev.socketio.sample;

import dev.socketio.emitter.SocketIOEmitter;
import dev.socketio.sample.Payloads.Announcement;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Sends an announcement to all clients of the chat. Any bean can do the same: the emitter
 * needs neither a socket nor a client's event.
 */
@RestController
@RequestMapping("/api/announcements")
class AnnouncementController {

	private static final int MAX_TEXT = 280;

	private final SocketIOEmitter emitter;

	AnnouncementController(SocketIOEmitter emitter) {
		this.emitter = emitter;
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.ACCEPTED)
	Mono<Void> announce(@RequestBody Request request) {
		String text = (request.text() != null) ? request.text().strip() : "";
		if (text.isEmpty() || text.length() > MAX_TEXT) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"The text must have 1 to " + MAX_TEXT + " characters");
		}
		return this.emitter.of(ChatListener.NAMESPACE)
			.emit("announcement", new Announcement(text, System.currentTimeMillis()));
	}

	record Request(@Nullable String text) {
	}

}
