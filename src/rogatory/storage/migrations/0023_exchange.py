from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0022_package_lists'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['peer', 'id'], name='message_of_peer'),
        ),
    ]
