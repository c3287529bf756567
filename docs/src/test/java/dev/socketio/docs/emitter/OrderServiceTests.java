package dev.socketio.docs.emitter;

// tag::test[]
import dev.socketio.emitter.SocketIOEmitter;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

// end::test[]
/**
 * How to test a class that emits.
 */
// tag::test[]
class OrderServiceTests {

	@Test
	void tellsTheCustomer() {
		SocketIOEmitter emitter = mock(SocketIOEmitter.class, Answers.RETURNS_SELF);
		OrderService.Order order = new OrderService.Order("7", "ada");
		new OrderService(emitter).ship(order);
		then(emitter).should().of("/shop");
		then(emitter).should().to("customer:ada");
		then(emitter).should().emit("shipped", order);
	}

}
// end::test[]
