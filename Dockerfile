FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONPATH=/app:/app/site DJANGO_SETTINGS_MODULE=config.settings.production
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd --system --home /app app && mkdir -p /app/var && chown app /app/var
USER app
EXPOSE 8000
# Static files are collected into the volume at start: their names carry hashes of this image's files.
CMD ["sh", "-c", "python manage.py collectstatic --noinput && exec gunicorn --bind 0.0.0.0:8000 --workers 3 config.wsgi"]
