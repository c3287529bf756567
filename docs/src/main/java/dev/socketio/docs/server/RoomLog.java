package dev.socketio.docs.server;

import dev.socketio.adapter.RoomListener;
import dev.socketio.autoconfigure.SocketIOServerCustomizer;
import dev.socketio.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

// tag::log[]
@Component
class RoomLog implements SocketIOServerCustomizer {

	private static final Logger logger = LoggerFactory.getLogger(RoomLog.class);

	@Override
	public void customize(SocketIOServer io) {
		io.adapter().addRoomListener(new RoomListener() {

			@Override
			public void onCreateRoom(String room) {
				logger.info("Room {} has its first member", room);
			}

		});
	}

}
// end::log[]
