package dev.socketio.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import dev.socketio.listener.SocketAuth;
import dev.socketio.listener.SocketConnectListener;
import dev.socketio.listener.SocketDisconnectingListener;
import dev.socketio.listener.SocketError;
import dev.socketio.listener.SocketEventListener;
import dev.socketio.listener.SocketExceptionHandler;
import dev.socketio.listener.SocketNamespace;
import dev.socketio.sample.Payloads.Delivery;
import dev.socketio.sample.Payloads.Message;
import dev.socketio.sample.Payloads.NewMessage;
import dev.socketio.sample.Payloads.Picture;
import dev.socketio.sample.Payloads.Receipt;
import dev.socketio.sample.Payloads.RoomState;
import dev.socketio.sample.Payloads.Typing;
import dev.socketio.sample.Payloads.Welcome;
import dev.socketio.server.AckTimeoutException;
import dev.socketio.server.BroadcastOperator;
import dev.socketio.server.Socket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Handles the events of chat clients. The return values are the acknowledgements that the
 * page waits for.
 */
@Component
@SocketNamespace(ChatListener.NAMESPACE)
class ChatListener {

	static final String NAMESPACE = "/chat";

	private static final Pattern MESSAGE_ID = Pattern.compile("\\p{Alnum}{16,64}");

	private static final int MAX_TEXT = 2_000;

	private static final int MAX_ROOMS = 10;

	private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);

	private final ChatRooms rooms;

	private final Pictures pictures;

	private final Presence presence;

	private final OtherServers others;

	ChatListener(ChatRooms rooms, Pictures pictures, Presence presence, OtherServers others) {
		this.rooms = rooms;
		this.pictures = pictures;
		this.presence = presence;
		this.others = others;
	}

	@SocketConnectListener
	Mono<Void> connected(Socket socket, @SocketAuth Credentials credentials) {
		Member member = Member.of(socket.data());
		// A tab that lost its connection may be back before the loss was noticed.
		socket.namespace().in(member.channel()).except(socket.id()).disconnectSockets(true);
		socket.join(member.channel());
		List<String> joined = roomsToJoin(credentials);
		joined.forEach((room) -> enter(room, socket));
		return this.presence.nicksByRoom().doOnNext((nicks) -> {
			List<RoomState> states = joined.stream().map((room) -> state(room, nicks)).toList();
			socket.emit("welcome", new Welcome(member.nick(), states, this.presence.summarize(nicks)));
		}).then();
	}

	@SocketDisconnectingListener
	void disconnecting(Set<String> channels) {
		ChatRooms.namesOf(channels).forEach(this.presence::changed);
	}

	@SocketEventListener("join")
	Mono<RoomState> join(String room, Socket socket) {
		if (!ChatRooms.isName(room)) {
			throw new ChatException("Room names have 1 to 24 lower case letters, digits or dashes");
		}
		if (!isIn(room, socket) && ChatRooms.namesOf(socket.rooms()).size() >= MAX_ROOMS) {
			throw new ChatException("You are in " + MAX_ROOMS + " rooms already. Please leave one first.");
		}
		if (!this.rooms.open(room)) {
			throw new ChatException("There are enough rooms already");
		}
		enter(room, socket);
		return this.presence.nicksByRoom().map((nicks) -> state(room, nicks));
	}

	@SocketEventListener("leave")
	void leave(String room, Socket socket) {
		if (isIn(room, socket)) {
			socket.leave(ChatRooms.channel(room));
			this.presence.changed(room);
		}
	}

	@SocketEventListener("message")
	Receipt message(NewMessage message, Socket socket) {
		if (message.text() == null || message.text().isBlank()) {
			throw new ChatException("A message needs a text");
		}
		Message posted = compose(message, null, socket);
		Message kept = keep(posted);
		if (kept == posted) {
			this.others.tell(kept, null);
			followDelivery(kept, socket, others(socket, kept.room()).emitWithAck("message", kept));
		}
		return new Receipt(kept.id(), kept.time());
	}

	@SocketEventListener("picture")
	Receipt picture(NewMessage message, byte[] content, Socket socket) {
		Message posted = compose(message, this.pictures.check(message.picture(), content), socket);
		Message kept = keep(posted);
		if (kept == posted) {
			this.pictures.keep(kept.id(), content);
			this.others.tell(kept, content);
			followDelivery(kept, socket, others(socket, kept.room()).emitWithAck("picture", kept, content));
		}
		return new Receipt(kept.id(), kept.time());
	}

	@SocketEventListener("fetch-picture")
	byte[] fetchPicture(String id) {
		return this.pictures.get(id);
	}

	@SocketEventListener("typing")
	void typing(String room, boolean active, Socket socket) {
		requirePresence(room, socket);
		String nick = Member.of(socket.data()).nick();
		others(socket, room).asVolatile().emit("typing", new Typing(room, nick, active));
	}

	/** The page measures how long the acknowledgement takes. */
	@SocketEventListener("probe")
	Mono<Void> probe() {
		return Mono.empty();
	}

	@SocketExceptionHandler
	SocketError refused(ChatException ex) {
		return SocketError.of("refused", Objects.requireNonNullElse(ex.getMessage(), ""));
	}

	private List<String> roomsToJoin(Credentials credentials) {
		List<String> rooms = credentials.rooms()
			.stream()
			.filter(Objects::nonNull)
			.filter(ChatRooms::isName)
			.distinct()
			.filter(this.rooms::open)
			.limit(MAX_ROOMS)
			.toList();
		return (!rooms.isEmpty()) ? rooms : List.of(ChatRooms.LOBBY);
	}

	private void enter(String room, Socket socket) {
		socket.join(ChatRooms.channel(room));
		this.presence.changed(room);
	}

	private RoomState state(String room, Map<String, Set<String>> nicks) {
		return new RoomState(room, nicks.getOrDefault(room, Set.of()), this.rooms.latestMessages(room));
	}

	private Message compose(NewMessage message, @Nullable Picture picture, Socket socket) {
		requirePresence(message.room(), socket);
		String text = Objects.requireNonNullElse(message.text(), "").strip();
		if (text.length() > MAX_TEXT) {
			throw new ChatException("A message has at most " + MAX_TEXT + " characters");
		}
		if (message.id() == null || !MESSAGE_ID.matcher(message.id()).matches()) {
			throw new ChatException("A message needs an id");
		}
		String nick = Member.of(socket.data()).nick();
		return new Message(message.id(), message.room(), nick, text, System.currentTimeMillis(), picture);
	}

	/**
	 * Keep a message once. The client repeats it when the connection was lost before the
	 * acknowledgement arrived.
	 */
	private Message keep(Message message) {
		Message kept = this.rooms.keep(message);
		if (!kept.nick().equals(message.nick())) {
			throw new ChatException("Somebody else's message has this id");
		}
		return kept;
	}

	private static void requirePresence(String room, Socket socket) {
		if (!isIn(room, socket)) {
			throw new ChatException("Please join the room first");
		}
	}

	private static boolean isIn(String room, Socket socket) {
		return socket.rooms().contains(ChatRooms.channel(room));
	}

	private static BroadcastOperator others(Socket socket, String room) {
		return socket.to(ChatRooms.channel(room)).timeout(DELIVERY_TIMEOUT);
	}

	private static void followDelivery(Message message, Socket sender, Mono<? extends List<?>> received) {
		received.<List<?>>map((answers) -> answers)
			.onErrorResume(AckTimeoutException.class, (ex) -> Mono.just(ex.responses()))
			.subscribe(
					(answers) -> sender.emit("delivered", new Delivery(message.id(), message.room(), answers.size())));
	}

}
