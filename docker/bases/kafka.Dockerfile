# Stands in for apache/kafka:4.2.2; docker/bases/make builds it.
FROM inkflow-base
RUN useradd --uid 1000 --create-home appuser \
    && install -d -o appuser -g root /var/lib/kafka/data /opt/kafka/config
COPY kafka /opt/kafka/libs
COPY kafka-entrypoint /opt/kafka/bin/run
RUN printf '#!/bin/sh\nexec java -cp "/opt/kafka/libs/*" org.apache.kafka.tools.BrokerApiVersionsCommand "$@"\n' \
      > /opt/kafka/bin/kafka-broker-api-versions.sh \
    && chmod +x /opt/kafka/bin/*
USER appuser
EXPOSE 9092
CMD ["/opt/kafka/bin/run"]
