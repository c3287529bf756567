package dev.socketio.sample;

import java.util.Base64;
import java.util.List;

import dev.socketio.protocol.Arguments;
import dev.socketio.protocol.TypeRef;
import dev.socketio.sample.Payloads.Message;
import dev.socketio.server.Ack;
import dev.socketio.server.Namespace;
import dev.socketio.server.SocketIOServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Shares the latest messages with the other servers of a cluster, so that all of them can
 * show what was said before. Does nothing without a cluster. Pictures reach the servers
 * that are running when the pictures are sent.
 */
@Component
class OtherServers {

	private static final Log logger = LogFactory.getLog(OtherServers.class);

	private static final String KEPT = "kept";

	private static final String HISTORY = "history";

	private final Namespace chat;

	private final ChatRooms rooms;

	private final Pictures pictures;

	OtherServers(SocketIOServer server, ChatRooms rooms, Pictures pictures) {
		this.chat = server.of(ChatListener.NAMESPACE);
		this.rooms = rooms;
		this.pictures = pictures;
		this.chat.onServerSide(KEPT, this::kept);
		this.chat.onServerSide(HISTORY, this::history);
	}

	void tell(Message message, byte @Nullable [] picture) {
		// as text: some adapters carry JSON between servers
		String content = (picture != null) ? Base64.getEncoder().encodeToString(picture) : null;
		this.chat.serverSideEmit(KEPT, message, content)
			.subscribe(null, (error) -> logger.warn("The other servers do not hear of a message", error));
	}

	/**
	 * A server that starts late asks what it has missed; the first that answers knows.
	 */
	@EventListener(ApplicationReadyEvent.class)
	void catchUp() {
		this.chat.serverSideEmitWithAck(HISTORY)
			.subscribe((answers) -> answers.stream().limit(1).forEach(this::restore),
					(error) -> logger.warn("Could not get the latest messages from other servers", error));
	}

	private void kept(Arguments args, Ack ack) {
		Message message = args.get(0, Message.class);
		String picture = args.get(1, String.class);
		if (message == null) {
			return;
		}
		this.rooms.keep(message);
		if (picture != null) {
			this.pictures.keep(message.id(), Base64.getDecoder().decode(picture));
		}
	}

	private void history(Arguments args, Ack ack) {
		ack.send(this.rooms.latestMessages());
	}

	private void restore(Arguments answer) {
		List<Message> messages = answer.get(0, new TypeRef<List<Message>>() {
		});
		if (messages != null) {
			messages.forEach(this.rooms::keep);
		}
	}

}
