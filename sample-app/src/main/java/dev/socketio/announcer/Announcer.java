package dev.socketio.announcer;

import java.time.Duration;

import dev.socketio.emitter.SocketIOEmitter;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Sends the announcement.
 */
@Component
class Announcer implements ApplicationRunner {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final SocketIOEmitter chat;

	Announcer(SocketIOEmitter emitter) {
		this.chat = emitter.of("/chat");
	}

	@Override
	public void run(ApplicationArguments arguments) {
		String text = String.join(" ", arguments.getNonOptionArgs()).strip();
		if (text.isEmpty()) {
			throw new IllegalArgumentException("What shall be announced? Please give a text as argument.");
		}
		// the process ends afterwards, so it has to know that Redis has got it
		this.chat.emit("announcement", new Announcement(text, System.currentTimeMillis())).block(TIMEOUT);
	}

	record Announcement(String text, long time) {
	}

}
