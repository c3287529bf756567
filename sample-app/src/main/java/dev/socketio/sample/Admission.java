package dev.socketio.sample;

import java.util.Objects;
import java.util.regex.Pattern;

import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.ConnectRefusedException;
import dev.socketio.server.Socket;
import dev.socketio.server.SocketIOServer;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Lets a socket into the chat if its nick name is a proper one and free.
 */
@Component
class Admission implements SocketIOServerCustomizer {

	private static final Pattern NICK = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ._'-]{0,23}");

	private static final Pattern TAB = Pattern.compile("\\p{Alnum}{16,64}");

	@Override
	public void customize(SocketIOServer server) {
		server.of(ChatListener.NAMESPACE).use(this::admit);
	}

	private Mono<Void> admit(Socket socket) {
		Credentials credentials = Objects.requireNonNullElse(socket.handshake().authPayload().get(0, Credentials.class),
				Credentials.NONE);
		if (!TAB.matcher(credentials.tab()).matches()) {
			throw new ConnectRefusedException("This is not the page of the chat");
		}
		if (!NICK.matcher(credentials.nick()).matches()) {
			throw new ConnectRefusedException("Nick names have 1 to 24 letters, digits or spaces");
		}
		Member member = new Member(credentials.nick(), credentials.tab());
		return socket.namespace().fetchSockets().map(Member::of).any(member::isRivalOf).doOnNext((taken) -> {
			if (taken) {
				throw new ConnectRefusedException(member.nick() + " is already here. Please choose another name.");
			}
			member.storeIn(socket);
		}).then();
	}

}
