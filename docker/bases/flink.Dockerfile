# Stands in for flink:2.3.0-java17; docker/bases/make builds it.
FROM inkflow-base
ENV FLINK_HOME=/opt/flink PATH=/opt/flink/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN groupadd --system --gid=9999 flink \
    && useradd --system --home-dir /opt/flink --uid=9999 --gid=flink flink
COPY --chown=flink:flink flink /opt/flink
RUN chown flink:flink /opt/flink \
    && /bin/bash /opt/flink/bin/config-parser-utils.sh /opt/flink/conf /opt/flink/bin /opt/flink/lib \
      -repKV rest.address,localhost,0.0.0.0 -repKV rest.bind-address,localhost,0.0.0.0 \
      -repKV jobmanager.bind-host,localhost,0.0.0.0 -repKV taskmanager.bind-host,localhost,0.0.0.0 \
      -rmKV taskmanager.host=localhost \
    && chown -R flink:flink /opt/flink/conf
COPY flink-entrypoint /docker-entrypoint.sh
WORKDIR /opt/flink
USER flink
ENTRYPOINT ["/docker-entrypoint.sh"]
EXPOSE 6123 8081
CMD ["help"]
